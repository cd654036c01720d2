import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { ConnectionLost, type ConnectionState } from './connection.ts'
import type { Line } from './lines.ts'

export type Link = ClientLink<ClientContext>

/** Pauses between attempts, milliseconds; the last one repeats. */
const pausesMs = [150, 300, 600, 1200, 2500]

export interface LastingLinkOptions {
  readonly line: Line
  readonly onState: (state: ConnectionState) => void
  /** What has to be done first over every new line but the first; calls wait for it. */
  readonly onReturn: (link: Link) => Promise<void>
  readonly pause: (milliseconds: number) => Promise<void>
}

/** A link that outlives its line: calls made while there is none wait for the next; a call whose line breaks fails with
 *  `ConnectionLost`, since nobody knows whether it was carried out. */
export class LastingLink implements Link {
  readonly #options: LastingLinkOptions
  #next = Promise.withResolvers<Link>()
  #generation = 0

  constructor(options: LastingLinkOptions) {
    this.#options = options
    void this.#connect('connecting')
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    const link = await untilAborted(this.#next.promise, options.signal)
    const generation = this.#generation
    try {
      return await link.call(path, input, options)
    } catch (error) {
      if (generation !== this.#generation && !options.signal?.aborted) throw new ConnectionLost()
      throw error
    }
  }

  async #connect(state: ConnectionState): Promise<void> {
    const { line, onState, onReturn, pause } = this.#options
    const next = this.#next
    onState(state)
    for (let attempt = 0; ; attempt++) {
      try {
        const link = await line.connect(() => this.#lost())
        // A line that breaks meanwhile has its own successor; whatever else fails is told to who asks next.
        if (state === 'reconnecting') await onReturn(link).catch(() => undefined)
        if (next !== this.#next) return
        next.resolve(link)
        onState('open')
        return
      } catch {
        const refusal = attempt > 0 ? await line.refused() : null
        if (refusal) onState(refusal)
        await pause(pausesMs[Math.min(attempt, pausesMs.length - 1)] ?? 2500)
      }
    }
  }

  #lost(): void {
    this.#generation++
    const waiting = this.#next
    this.#next = Promise.withResolvers<Link>()
    // Calls that still wait for the line that broke wait for the next one.
    waiting.resolve(this.#next.promise)
    void this.#connect('reconnecting')
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
