import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, session } from 'electron'
import { readRendererFiles } from '#hosts/renderer-files.ts'
import { asAppError } from '#shared/errors.ts'
import { plainFileName } from '#shared/file-name.ts'
import { logNote } from '#shared/log.ts'
import { logEndOfProcess } from '#workstation/log/end-of-process.ts'
import { keepLog, logLevelOf } from '#workstation/log/log-file.ts'
import { askToRestart, pickFile, pickFolder, pickTarget, showNotice } from './dialogs.ts'
import { menuTemplate } from './menu.ts'
import { appOrigin, registerAppScheme, serveAppScheme } from './protocol.ts'
import { isOwnPage, restrictApplication, restrictSession, webPreferences } from './window-policy.ts'
import { WorkstationProcess } from './workstation-process.ts'

/** The project folder named on the command line, where one is. */
function projectArgument(): string | null {
  const given = process.argv.slice(app.isPackaged ? 1 : 2)
  return given.find((argument) => !argument.startsWith('-')) ?? null
}

function openWindow(): BrowserWindow {
  const preload = join(import.meta.dirname, 'preload.cjs')
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: '#101214',
    webPreferences: { ...webPreferences, devTools: !app.isPackaged, preload },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return
    logNote('error', `The page ended (${reason}).`)
    void askToRestart(window, `The page ended (${reason}).`).then((again) => (again ? window.reload() : app.quit()))
  })
  void window.loadURL(`${appOrigin}/`)
  return window
}

function startWorkstation(window: BrowserWindow, project: string | null, onAgain: () => void): WorkstationProcess {
  return new WorkstationProcess({
    settingsFolder: app.getPath('userData'),
    version: app.getVersion(),
    project,
    onNotice: (sentence) => void showNotice(window, sentence),
    onEnd: (reason) => {
      logNote('error', reason)
      void askToRestart(window, reason).then((again) => (again ? onAgain() : app.quit()))
    },
  })
}

function run(): void {
  keepLog({ folder: app.getPath('userData'), level: logLevelOf(process.env), now: () => new Date() })
  logEndOfProcess()
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)))
  restrictSession(session.defaultSession)
  let workstation: WorkstationProcess | undefined
  const files = readRendererFiles(join(import.meta.dirname, '..', 'renderer'))
  serveAppScheme(files, async (request) => {
    if (!workstation) throw new Error('The workstation has not been started.')
    return await workstation.pixels(request)
  })
  const window = openWindow()
  const restart = () => {
    workstation = startWorkstation(window, null, restart)
    window.reload()
  }
  workstation = startWorkstation(window, projectArgument(), restart)
  ipcMain.on('regrade:ready', (event) => {
    if (isOwnPage(event)) workstation?.connectPage(event.sender)
  })
  ipcMain.handle('regrade:pick-folder', (event) => (isOwnPage(event) ? pickFolder(window) : null))
  ipcMain.handle('regrade:pick-file', (event) => (isOwnPage(event) ? pickFile(window) : null))
  ipcMain.handle('regrade:pick-target', async (event, name: unknown) => {
    if (!isOwnPage(event) || typeof name !== 'string') return null
    const path = await pickTarget(window, plainFileName(name, 'export'))
    return path === null || !workstation ? null : await workstation.chooseTarget(path)
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void workstation?.stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}

registerAppScheme()
restrictApplication(app)
app.on('window-all-closed', () => app.quit())
if (!app.requestSingleInstanceLock()) app.quit()
else {
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      dialog.showErrorBox('Regrade cannot be started', asAppError(error).message)
      app.exit(1)
    })
}
