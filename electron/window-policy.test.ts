import type { IpcMainEvent } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { app, FakeContents, FakeSession } from '../tests/electron/fake-electron.ts'
import { isOwnPage, restrictApplication, restrictSession, webPreferences } from './window-policy.ts'

vi.mock('electron', () => import('../tests/electron/fake-electron.ts'))

function restrictedSession(): FakeSession {
  const session = new FakeSession()
  restrictSession(session as never)
  return session
}

describe('the window policy', () => {
  it('keeps Node out of the page', () => {
    expect(webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    })
  })

  it('sandboxes everything and leaves Chromium no network', () => {
    restrictApplication(app as never)
    expect(app.enableSandbox).toHaveBeenCalled()
    expect(app.switches).toContain('host-resolver-rules=MAP * ~NOTFOUND')
    expect(app.switches).toContain('disable-background-networking')
    expect(app.switches).toContain('disable-component-update')
  })

  it('lets no page navigate, open a window or hold a webview', () => {
    const contents = new FakeContents()
    app.emit('web-contents-created', {}, contents)
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const event = { preventDefault: vi.fn() }
      contents.emit(name, event)
      expect(event.preventDefault, name).toHaveBeenCalledOnce()
    }
    expect(contents.openHandler?.()).toEqual({ action: 'deny' })
  })

  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fullscreen',
    'openExternal',
    'fileSystem',
    'hid',
  ])('denies the permission %s', (permission) => {
    const session = restrictedSession()
    const decide = vi.fn()
    session.onPermission?.({}, permission, decide)
    expect(decide).toHaveBeenCalledExactlyOnceWith(false)
    expect(session.onCheck?.()).toBe(false)
    expect(session.onDevice?.()).toBe(false)
  })

  it.each([
    ['blob:app://regrade/0b2c', false],
    ['app://regrade/assets/main.js', true],
    ['blob:https://evil.example/0b2c', true],
    ['data:text/csv,a', true],
    ['https://evil.example/tool.exe', true],
  ])('keeps %s from being downloaded: %s', (url, kept) => {
    const event = { preventDefault: vi.fn() }
    restrictedSession().emit('will-download', event, { getURL: () => url })
    expect(event.preventDefault).toHaveBeenCalledTimes(kept ? 1 : 0)
  })

  it.each([
    ['app://regrade/assets/main.js', false],
    ['blob:app://regrade/0b2c', false],
    ['data:image/png;base64,AA==', false],
    ['https://evil.example/collect', true],
    ['http://127.0.0.1:8080/', true],
    ['ws://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
    ['app://elsewhere/', true],
    ['blob:https://evil.example/0b2c', true],
  ])('cancels the request for %s: %s', (url, cancel) => {
    const decide = vi.fn()
    restrictedSession().onRequest?.({ url }, decide)
    expect(decide).toHaveBeenCalledExactlyOnceWith({ cancel })
  })

  it.each([
    ['its own page', { url: 'app://regrade/', parent: null }, true],
    ['a frame in its page', { url: 'app://regrade/', parent: {} }, false],
    ['another page', { url: 'https://evil.example/', parent: null }, false],
    ['a page whose name begins like ours', { url: 'app://regrade.evil.example/', parent: null }, false],
    ['a page that has gone', null, false],
  ])('knows a message of %s', (_, senderFrame, own) => {
    expect(isOwnPage({ senderFrame } as unknown as IpcMainEvent)).toBe(own)
  })
})
