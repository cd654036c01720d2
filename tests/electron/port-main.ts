import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** Electron's MessagePortMain over a real port of Node: the same events, the same waiting until `start`. */
export class PortMain extends EventEmitter {
  readonly #port: MessagePort
  started = false

  constructor(port: MessagePort) {
    super()
    this.#port = port
    // Node's port starts when it is first listened to; Electron's waits for start().
    port.once('close', () => this.emit('close'))
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }

  start(): void {
    if (this.started) return
    this.started = true
    this.#port.on('message', (data) => this.emit('message', { data, ports: [] }))
  }

  close(): void {
    this.#port.close()
  }
}

export class ChannelMain {
  readonly port1: PortMain
  readonly port2: PortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new PortMain(port1)
    this.port2 = new PortMain(port2)
  }
}
