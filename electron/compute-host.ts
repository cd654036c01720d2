import type { MessagePortMain } from 'electron'
import { AppError } from '#shared/errors.ts'
import type { ComputeChannel, ComputeHost } from '#workstation/compute/channel.ts'
import type { FromWorkstation } from './messages.ts'

/** Compute processes that main forks for the workstation process: with Electron's run-as-node fuse off, a process cannot
 *  fork a Node of its own. */
export class ParentComputeHost implements ComputeHost {
  readonly #post: (message: FromWorkstation) => void
  readonly #asked = new Map<number, { onPort(port: MessagePortMain): void; onEnded(reason: string): void }>()
  #nextId = 1

  constructor(post: (message: FromWorkstation) => void) {
    this.#post = post
  }

  start(): Promise<ComputeChannel> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const exitListeners: ((reason: string) => void)[] = []
      this.#asked.set(id, {
        onPort: (port) =>
          resolve({
            post: (message) => port.postMessage(message),
            onMessage: (listener) => {
              port.on('message', ({ data }) => listener(data))
              port.start()
            },
            onExit: (listener) => exitListeners.push(listener),
            kill: () => this.#post({ kind: 'end-compute', id }),
          }),
        onEnded: (reason) => {
          reject(new AppError('compute_failed', reason))
          for (const listener of exitListeners) listener(reason)
        },
      })
      this.#post({ kind: 'compute', id })
    })
  }

  /** Main has forked the process that was asked for: its line. */
  arrived(id: number, port: MessagePortMain): void {
    this.#asked.get(id)?.onPort(port)
  }

  ended(id: number, reason: string): void {
    this.#asked.get(id)?.onEnded(reason)
    this.#asked.delete(id)
  }
}
