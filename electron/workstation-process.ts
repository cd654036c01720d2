import { join } from 'node:path'
import {
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
  type WebContents,
} from 'electron'
import { fromWorkstationSchema, type ToWorkstation } from './messages.ts'
import { fetchPixels } from './pixel-client.ts'

/** How long the workstation has to write down what it is doing, milliseconds. */
const stopLimitMs = 10_000

export interface WorkstationStart {
  readonly settingsFolder: string
  readonly version: string
  readonly project: string | null
  readonly onNotice: (sentence: string) => void
  /** Called when the process has ended without having been asked to. */
  readonly onEnd: (reason: string) => void
}

/** Main's side of the workstation process: it hands out ports and forks compute processes, and reads nothing itself. */
export class WorkstationProcess {
  readonly #child: UtilityProcess
  readonly #compute = new Map<number, UtilityProcess>()
  readonly #targets = new Map<number, (handle: string | null) => void>()
  #lastTarget = 0
  #stopped: Promise<void> | undefined

  constructor({ onNotice, onEnd, ...start }: WorkstationStart) {
    this.#child = fork('workstation-entry.js', 'Regrade workstation')
    this.#child.on('message', (data) => {
      const message = fromWorkstationSchema.parse(data)
      if (message.kind === 'notice') onNotice(message.sentence)
      else if (message.kind === 'target') this.#targets.get(message.id)?.(message.handle)
      else if (message.kind === 'compute') this.#startCompute(message.id)
      else this.#compute.get(message.id)?.kill()
    })
    this.#child.once('exit', (code) => {
      for (const resolve of this.#targets.values()) resolve(null)
      if (!this.#stopped) onEnd(`The workstation process ended with code ${code}.`)
    })
    this.#post({ kind: 'start', ...start })
  }

  /** Gives the page a port of its own to the contract. */
  connectPage(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain()
    this.#post({ kind: 'page' }, port2)
    page.postMessage('regrade:port', null, [port1])
  }

  pixels(request: Request): Promise<Response> {
    return fetchPixels(request, (message, port) => this.#post(message, port))
  }

  /** A handle of a file to write, for the page; null where it may not be written. */
  async chooseTarget(path: string): Promise<string | null> {
    const id = ++this.#lastTarget
    const handle = new Promise<string | null>((resolve) => this.#targets.set(id, resolve))
    this.#post({ kind: 'target', id, path })
    return await handle.finally(() => this.#targets.delete(id))
  }

  /** Asks the workstation to end, and ends it where it does not. */
  stop(): Promise<void> {
    this.#stopped ??= new Promise((resolve) => {
      const limit = setTimeout(() => this.#child.kill(), stopLimitMs)
      this.#child.once('exit', () => {
        clearTimeout(limit)
        resolve()
      })
      if (this.#child.pid === undefined) resolve()
      this.#post({ kind: 'stop' })
    })
    return this.#stopped
  }

  #startCompute(id: number): void {
    const child = fork('compute-entry.js', 'Regrade compute', 'ignore')
    const { port1, port2 } = new MessageChannelMain()
    this.#compute.set(id, child)
    child.postMessage('line', [port1])
    child.once('exit', (code) => {
      this.#compute.delete(id)
      this.#post({ kind: 'compute-ended', id, reason: `The compute process ended with code ${code}.` })
    })
    this.#post({ kind: 'compute', id }, port2)
  }

  #post(message: ToWorkstation, port?: MessagePortMain): void {
    this.#child.postMessage(message, port ? [port] : [])
  }
}

/** `stdio`: what its runtimes and drivers write about themselves is on nobody's terminal. */
function fork(file: string, serviceName: string, stdio: 'inherit' | 'ignore' = 'inherit'): UtilityProcess {
  return utilityProcess.fork(join(import.meta.dirname, file), [], { serviceName, stdio })
}
