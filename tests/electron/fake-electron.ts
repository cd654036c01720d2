import { EventEmitter } from 'node:events'
import { vi } from 'vitest'
import { ChannelMain, type PortMain } from './port-main.ts'

/** Stands in for the `electron` module where there is no Electron: it remembers what it was told, and lets a test say
 *  what Electron would. Channels are real ones. */

export const MessageChannelMain = ChannelMain

class FakeApp extends EventEmitter {
  isPackaged = false
  firstInstance = true
  switches: string[] = []
  commandLine = {
    appendSwitch: (name: string, value?: string) => this.switches.push(value ? `${name}=${value}` : name),
  }
  enableSandbox = vi.fn()
  requestSingleInstanceLock = () => this.firstInstance
  whenReady = () => Promise.resolve()
  getPath = (name: string) => `/settings/${name}`
  getVersion = () => '0.1.0'
  quit = vi.fn()
  exit = vi.fn()
}
export const app = new FakeApp()

export class FakeContents extends EventEmitter {
  posted: { channel: string; ports: PortMain[] }[] = []
  openHandler: (() => { action: string }) | undefined
  setWindowOpenHandler = (handler: () => { action: string }) => {
    this.openHandler = handler
  }
  postMessage = (channel: string, _message: unknown, ports: PortMain[]) => this.posted.push({ channel, ports })
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  webContents = new FakeContents()
  options: Record<string, unknown>
  show = vi.fn()
  focus = vi.fn()
  restore = vi.fn()
  reload = vi.fn()
  isMinimized = () => true
  loadURL = vi.fn(() => Promise.resolve())

  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
}

class FakeIpcMain extends EventEmitter {
  handlers = new Map<string, (event: unknown, ...values: unknown[]) => unknown>()
  handle = (channel: string, handler: (event: unknown, ...values: unknown[]) => unknown) =>
    this.handlers.set(channel, handler)
}
export const ipcMain = new FakeIpcMain()

export const dialog = {
  showOpenDialog: vi.fn(async (): Promise<{ filePaths: string[] }> => ({ filePaths: ['/picked'] })),
  showSaveDialog: vi.fn(async () => ({ canceled: false, filePath: '/chosen.csv' })),
  showMessageBox: vi.fn(async () => ({ response: 0 })),
  showErrorBox: vi.fn(),
}

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: vi.fn(),
}

export const protocol = {
  registered: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged: (schemes: { scheme: string; privileges: Record<string, boolean> }[]) =>
    protocol.registered.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => protocol.handlers.set(scheme, handler),
}

type Decide = (answer: unknown) => void

export class FakeSession extends EventEmitter {
  onPermission: ((contents: unknown, permission: string, decide: Decide) => void) | undefined
  onCheck: (() => boolean) | undefined
  onDevice: (() => boolean) | undefined
  onRequest: ((details: { url: string }, decide: Decide) => void) | undefined
  setSpellCheckerEnabled = vi.fn()
  webRequest = {
    onBeforeRequest: (handler: (details: { url: string }, decide: Decide) => void) => {
      this.onRequest = handler
    },
  }
  setPermissionRequestHandler = (handler: typeof this.onPermission) => {
    this.onPermission = handler
  }
  setPermissionCheckHandler = (handler: () => boolean) => {
    this.onCheck = handler
  }
  setDevicePermissionHandler = (handler: () => boolean) => {
    this.onDevice = handler
  }
}
export const session = { defaultSession: new FakeSession() }

export class FakeChild extends EventEmitter {
  pid: number | undefined = 4711
  file: string
  received: { message: unknown; ports: PortMain[] }[] = []

  constructor(file: string) {
    super()
    this.file = file
  }

  postMessage = (message: unknown, ports: PortMain[] = []) => {
    this.received.push({ message, ports })
  }
  kill = vi.fn(() => this.end(143))

  end(code: number): boolean {
    this.pid = undefined
    return this.emit('exit', code)
  }
}

export const utilityProcess = {
  children: [] as FakeChild[],
  fork: (file: string) => {
    const child = new FakeChild(file)
    utilityProcess.children.push(child)
    return child
  },
}

export const contextBridge = {
  exposed: new Map<string, unknown>(),
  exposeInMainWorld: (name: string, api: unknown) => contextBridge.exposed.set(name, api),
}

class FakeIpcRenderer extends EventEmitter {
  send = vi.fn()
  invoke = vi.fn(async (channel: string) => `answer to ${channel}`)
}
export const ipcRenderer = new FakeIpcRenderer()
