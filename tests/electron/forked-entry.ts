import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

export type ToShim =
  | { readonly kind: 'parent'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'close'; readonly port: number }

export type FromShim =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'parent'; readonly data: unknown }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'closed'; readonly port: number }

const shim = fileURLToPath(new URL('./parent-port-shim.ts', import.meta.url))

/** An entry of a utilityProcess in a forked Node. Plays Electron's main process to it. */
export class ForkedEntry {
  readonly child: ChildProcess
  readonly #ends = new Map<number, MessagePort>()
  #nextPort = 1
  onParent: (data: unknown) => void = () => undefined

  private constructor(child: ChildProcess) {
    this.child = child
    child.on('message', (message: FromShim) => {
      if (message.kind === 'parent') this.onParent(message.data)
      if (message.kind === 'port') this.#ends.get(message.port)?.postMessage(message.data)
      if (message.kind === 'closed') this.#ends.get(message.port)?.close()
    })
  }

  /** Forks the entry and waits until it listens. */
  static async start(file: string): Promise<ForkedEntry> {
    const child = fork(shim, [file], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const entry = new ForkedEntry(child)
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: FromShim) => {
        if (message.kind === 'loaded') resolve()
      })
      child.once('exit', (code) => reject(new Error(`The entry ended with code ${code} before it listened.`)))
    })
    return entry
  }

  /** Sends a message from main, with one port. The answer is the end that main would keep or pass on. */
  tellWithPort(data: unknown): MessagePort {
    const { port1, port2 } = new MessageChannel()
    const port = this.#nextPort++
    this.#ends.set(port, port2)
    port2.on('message', (message) => this.#send({ kind: 'port', port, data: message }))
    port2.on('close', () => this.#send({ kind: 'close', port }))
    this.#send({ kind: 'parent', data, ports: [port] })
    return port1
  }

  tell(data: unknown): void {
    this.#send({ kind: 'parent', data, ports: [] })
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit')
    return this.child.exitCode
  }

  #send(message: ToShim): void {
    // A process that has just died is still "connected"; its exit is told by other means.
    if (this.child.connected) this.child.send(message, () => undefined)
  }
}

/** Joins two ports, each the near end of a process, as Electron joins them by passing a port on. */
export function join(one: MessagePort, other: MessagePort): void {
  one.on('message', (data) => other.postMessage(data))
  other.on('message', (data) => one.postMessage(data))
  one.on('close', () => other.close())
  other.on('close', () => one.close())
}
