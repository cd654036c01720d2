import { AppError, type ErrorCode, errorCodes } from '#shared/errors.ts'
import type { ComputeChannel, ComputeHost } from './channel.ts'
import {
  fromComputeSchema,
  type TaskEvent,
  type TaskName,
  type TaskRequest,
  type TaskResult,
  tasks,
} from './protocol.ts'

interface Waiting {
  readonly onEvent: (event: unknown) => void
  readonly onDone: (result: unknown) => void
  readonly onFailed: (error: AppError) => void
}

/** How the workstation asks one compute process for work. The process starts with the first task, and again after it
 *  died; what it was doing then fails with `compute_failed`, and everything else goes on. */
export class ComputeClient {
  readonly #host: ComputeHost
  readonly #waiting = new Map<number, Waiting>()
  #channel: Promise<ComputeChannel> | undefined
  /** The last that was started. */
  #current: ComputeChannel | undefined
  #nextId = 1

  constructor(host: ComputeHost) {
    this.#host = host
  }

  /** Runs a task to its end. Rejects with the task's own AppError, `cancelled` or `compute_failed`. */
  async run<K extends TaskName>(
    task: K,
    request: TaskRequest<K>,
    options: { signal?: AbortSignal | undefined; onEvent?: (event: TaskEvent<K>) => void } = {},
  ): Promise<TaskResult<K>> {
    const { signal, onEvent } = options
    if (signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.')
    const channel = await this.#open()
    const id = this.#nextId++
    const cancel = () => channel.post({ kind: 'cancel', id })
    try {
      return await new Promise<TaskResult<K>>((resolve, reject) => {
        this.#waiting.set(id, {
          onEvent: (event) => onEvent?.(tasks[task].event.parse(event) as TaskEvent<K>),
          onDone: (result) => resolve(tasks[task].result.parse(result) as TaskResult<K>),
          onFailed: reject,
        })
        channel.post({ kind: 'start', id, task, request })
        signal?.addEventListener('abort', cancel, { once: true })
      })
    } finally {
      this.#waiting.delete(id)
      signal?.removeEventListener('abort', cancel)
    }
  }

  async close(): Promise<void> {
    const channel = this.#channel
    this.#channel = undefined
    if (channel) (await channel.catch(() => undefined))?.kill()
  }

  #open(): Promise<ComputeChannel> {
    this.#channel ??= this.#start().catch((error: unknown) => {
      this.#channel = undefined
      throw error
    })
    return this.#channel
  }

  async #start(): Promise<ComputeChannel> {
    const channel = await this.#host.start()
    this.#current = channel
    channel.onMessage((message) => this.#receive(message))
    channel.onExit((reason) => {
      // One that was closed before takes nothing of its successor with it.
      if (this.#current !== channel) return
      this.#channel = undefined
      const waiting = [...this.#waiting.values()]
      this.#waiting.clear()
      for (const one of waiting) one.onFailed(new AppError('compute_failed', reason))
    })
    return channel
  }

  #receive(data: unknown): void {
    const message = fromComputeSchema.parse(data)
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    try {
      if (message.kind === 'event') waiting.onEvent(message.event)
      else if (message.kind === 'done') waiting.onDone(message.result)
      else waiting.onFailed(new AppError(codeOf(message.code), message.message, { details: message.details }))
    } catch (error) {
      waiting.onFailed(new AppError('internal', 'The compute process answered out of form.', { cause: error }))
    }
  }
}

function codeOf(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'internal'
}
