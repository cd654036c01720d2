import type { App, IpcMainEvent, IpcMainInvokeEvent, Session, WebContents, WebPreferences } from 'electron'
import { appOrigin, isOwnAddress } from './protocol.ts'

/** A page with no Node in it, apart from the preload script, in a sandbox of the operating system. */
export const webPreferences: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Chromium would fetch its dictionaries from the network.
  spellcheck: false,
}

/** Chromium's own services would call home: updates of its parts, safe browsing, field trials. No name resolves at all. */
const switches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
]

/** What holds for every page this application ever shows. Must come before Electron is ready. */
export function restrictApplication(app: App): void {
  app.enableSandbox()
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value)
  app.on('web-contents-created', (_, contents) => restrictContents(contents))
}

function restrictContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Denies every permission, every device and every request that would leave the application, and every download but of what the page has made. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event, item) => {
    // The person is asked where to put what the page has made; nothing else is ever saved.
    if (!isMadeByPage(item.getURL())) event.preventDefault()
  })
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !staysInside(url) }))
}

function staysInside(url: string): boolean {
  return isOwnAddress(url) || isMadeByPage(url) || /^(data:|devtools:)/.test(url)
}

function isMadeByPage(url: string): boolean {
  return url.startsWith(`blob:${appOrigin}/`)
}

/** Whether a message comes from the window's own page itself: not from a frame in it, not from another page. */
export function isOwnPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isOwnAddress(frame.url)
}
