import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Fake from '../tests/electron/fake-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-main-'))
vi.mock('#hosts/renderer-files.ts', async (original) => {
  const { readRendererFiles } = await original<typeof import('#hosts/renderer-files.ts')>()
  return { readRendererFiles: () => readRendererFiles(folder) }
})
/** Where main would have kept its log. */
const logs = vi.hoisted((): string[] => [])
vi.mock('#workstation/log/log-file.ts', () => ({
  logLevelOf: () => 'info',
  keepLog: ({ folder: place }: { folder: string }) => logs.push(place),
}))

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.html'), 'the window')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts the application anew, on a fake of its own. */
async function start(before: (electron: typeof Fake) => void = () => undefined) {
  vi.resetModules()
  vi.doMock('electron', () => import('../tests/electron/fake-electron.ts'))
  const electron = (await import('electron')) as unknown as typeof Fake
  before(electron)
  const arguments_ = process.argv
  process.argv = ['electron', '.', '--', '/projects/one.regrade']
  try {
    await import('./main.ts')
    await vi.waitUntil(() => electron.BrowserWindow.all.length > 0 || electron.app.quit.mock.calls.length > 0)
  } finally {
    process.argv = arguments_
  }
  return electron
}

const ownPage = (sender: unknown) => ({ sender, senderFrame: { url: 'app://regrade/', parent: null } })
const foreignPage = (sender: unknown) => ({ sender, senderFrame: { url: 'https://evil.example/', parent: null } })

describe('the main process', () => {
  it('opens one restricted window on the app origin, and a workstation on the project that was named', async () => {
    const { BrowserWindow, utilityProcess, session, Menu } = await start()
    expect(BrowserWindow.all).toHaveLength(1)
    const [window] = BrowserWindow.all
    expect(window?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    })
    expect(window?.loadURL).toHaveBeenCalledExactlyOnceWith('app://regrade/')
    expect(window?.webContents.openHandler?.()).toEqual({ action: 'deny' })
    expect(session.defaultSession.onCheck?.()).toBe(false)
    expect(Menu.setApplicationMenu).toHaveBeenCalledOnce()
    expect(utilityProcess.children[0]?.received[0]?.message).toEqual({
      kind: 'start',
      settingsFolder: '/settings/userData',
      version: '0.1.0',
      project: '/projects/one.regrade',
    })
  })

  it('keeps its log where the workstation keeps its own', async () => {
    logs.length = 0
    await start()
    expect(logs).toEqual(['/settings/userData'])
  })

  it('serves the built window at app://regrade/', async () => {
    const { protocol } = await start()
    const response = await protocol.handlers.get('app')?.(new Request('app://regrade/'))
    expect(await response?.text()).toBe('the window')
  })

  it('gives a port and dialogs to its own page only', async () => {
    const { BrowserWindow, ipcMain, dialog } = await start()
    const contents = BrowserWindow.all[0]?.webContents
    ipcMain.emit('regrade:ready', foreignPage(contents))
    expect(contents?.posted).toHaveLength(0)
    ipcMain.emit('regrade:ready', ownPage(contents))
    expect(contents?.posted).toHaveLength(1)
    for (const channel of ['regrade:pick-folder', 'regrade:pick-file']) {
      expect(await ipcMain.handlers.get(channel)?.(foreignPage(contents))).toBeNull()
      expect(dialog.showOpenDialog).not.toHaveBeenCalled()
      expect(await ipcMain.handlers.get(channel)?.(ownPage(contents))).toBe('/picked')
      dialog.showOpenDialog.mockClear()
    }
    dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [] })
    expect(await ipcMain.handlers.get('regrade:pick-folder')?.(ownPage(contents))).toBeNull()
  })

  it('gives its own page a handle of the file that was chosen, and no path', async () => {
    const { BrowserWindow, ipcMain, dialog, utilityProcess } = await start()
    const contents = BrowserWindow.all[0]?.webContents
    const pick = ipcMain.handlers.get('regrade:pick-target')
    expect(await pick?.(foreignPage(contents), 'audit.csv')).toBeNull()
    expect(await pick?.(ownPage(contents), 7)).toBeNull()
    expect(dialog.showSaveDialog).not.toHaveBeenCalled()
    const picked = pick?.(ownPage(contents), '../../audit.csv')
    const child = utilityProcess.children[0]
    const asked = { kind: 'target', id: 1, path: '/chosen.csv' }
    await vi.waitUntil(() => child?.received.some(({ message }) => JSON.stringify(message) === JSON.stringify(asked)))
    expect(dialog.showSaveDialog).toHaveBeenCalledWith(
      BrowserWindow.all[0],
      expect.objectContaining({ defaultPath: 'audit.csv' }),
    )
    child?.emit('message', { kind: 'target', id: 1, handle: 'a handle' })
    expect(await picked).toBe('a handle')
  })

  it('listens to no other channel', async () => {
    const { ipcMain } = await start()
    expect(ipcMain.eventNames()).toEqual(['regrade:ready'])
    expect([...ipcMain.handlers.keys()]).toEqual(['regrade:pick-folder', 'regrade:pick-file', 'regrade:pick-target'])
  })

  it('quits at once where the application already runs, and shows the window that is there', async () => {
    const second = await start(({ app }) => {
      app.firstInstance = false
    })
    expect(second.app.quit).toHaveBeenCalledOnce()
    expect(second.BrowserWindow.all).toHaveLength(0)
    const { app, BrowserWindow } = await start()
    app.emit('second-instance')
    expect(BrowserWindow.all[0]?.restore).toHaveBeenCalledOnce()
    expect(BrowserWindow.all[0]?.focus).toHaveBeenCalledOnce()
  })

  it('starts the workstation again when it has ended and the reader says so', async () => {
    const { utilityProcess, BrowserWindow, dialog } = await start()
    utilityProcess.children[0]?.end(11)
    await vi.waitUntil(() => utilityProcess.children.length === 2)
    expect(dialog.showMessageBox).toHaveBeenCalledOnce()
    expect(BrowserWindow.all[0]?.reload).toHaveBeenCalledOnce()
  })

  it('quits when the workstation has ended and the reader says so', async () => {
    const { utilityProcess, app } = await start(({ dialog }) =>
      dialog.showMessageBox.mockResolvedValue({ response: 1 }),
    )
    utilityProcess.children[0]?.end(11)
    await vi.waitUntil(() => app.quit.mock.calls.length === 1)
    expect(utilityProcess.children).toHaveLength(1)
  })

  it('shows what the workstation has to say', async () => {
    const { utilityProcess, dialog } = await start()
    utilityProcess.children[0]?.emit('message', { kind: 'notice', sentence: 'Another Regrade has this project open.' })
    const [, options] = (dialog.showMessageBox.mock.calls as unknown[][])[0] ?? []
    expect(options).toMatchObject({ message: 'Another Regrade has this project open.' })
  })

  it('waits at quitting until the workstation has written everything down', async () => {
    const { app, utilityProcess } = await start()
    const event = { preventDefault: vi.fn() }
    app.emit('will-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(app.quit).not.toHaveBeenCalled()
    utilityProcess.children[0]?.end(0)
    await vi.waitUntil(() => app.quit.mock.calls.length === 1)
    const last = { preventDefault: vi.fn() }
    app.emit('will-quit', last)
    expect(last.preventDefault).not.toHaveBeenCalled()
  })

  it('quits with its last window', async () => {
    const { app } = await start()
    app.emit('window-all-closed')
    expect(app.quit).toHaveBeenCalledOnce()
  })

  it('says why it cannot start', async () => {
    rmSync(join(folder, 'index.html'))
    const electron = await start(({ app }) => app.exit.mockImplementation(() => app.quit()))
    expect(electron.dialog.showErrorBox.mock.calls[0]?.[1]).toContain('The window has not been built')
    expect(electron.app.exit).toHaveBeenCalledExactlyOnceWith(1)
    writeFileSync(join(folder, 'index.html'), 'the window')
  })
})
