import { AppError, type ErrorCode, errorCodes } from '#shared/errors.ts'
import { logEntry, logFailure } from '#shared/log.ts'
import { throwIfCancelled } from '#shared/progress.ts'
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
  readonly channel: ComputeChannel
  readonly onEvent: (event: unknown) => void
  readonly onDone: (result: unknown) => void
  readonly onFailed: (error: AppError) => void
}

/** A cancelled task has so long to stop by itself, milliseconds: who cancelled waits less than two seconds. */
const usualGraceMs = 1500

/** How the workstation asks one compute process for work. The process starts with the first task, and again after it
 *  died; what it was doing then fails with `compute_failed`, and everything else goes on. A task that does not stop when
 *  it is cancelled, because a runtime or a fit blocks the process, is given up; the process is ended unless it has other
 *  work, too. */
export class ComputeClient {
  readonly #host: ComputeHost
  readonly #graceMs: number
  readonly #waiting = new Map<number, Waiting>()
  #channel: Promise<ComputeChannel> | undefined
  /** The one that new tasks go to, once it has started. */
  #current: ComputeChannel | undefined
  #nextId = 1

  constructor(host: ComputeHost, { graceMs = usualGraceMs }: { readonly graceMs?: number } = {}) {
    this.#host = host
    this.#graceMs = graceMs
  }

  /** Runs a task to its end. Rejects with the task's own AppError, `cancelled` or `compute_failed`. */
  async run<K extends TaskName>(
    task: K,
    request: TaskRequest<K>,
    options: { signal?: AbortSignal | undefined; onEvent?: (event: TaskEvent<K>) => void } = {},
  ): Promise<TaskResult<K>> {
    const { signal, onEvent } = options
    throwIfCancelled(signal)
    const channel = await this.#open()
    throwIfCancelled(signal)
    const id = this.#nextId++
    let grace: NodeJS.Timeout | undefined
    let cancel = () => {}
    try {
      return await new Promise<TaskResult<K>>((resolve, reject) => {
        this.#waiting.set(id, {
          channel,
          onEvent: (event) => onEvent?.(tasks[task].event.parse(event) as TaskEvent<K>),
          onDone: (result) => resolve(tasks[task].result.parse(result) as TaskResult<K>),
          onFailed: reject,
        })
        channel.post({ kind: 'start', id, task, request })
        cancel = () => {
          channel.post({ kind: 'cancel', id })
          grace = setTimeout(() => {
            this.#waiting.delete(id)
            if (this.#waiting.size === 0) void this.close()
            reject(new AppError('cancelled', 'The work was cancelled.'))
          }, this.#graceMs)
        }
        signal?.addEventListener('abort', cancel, { once: true })
      })
    } finally {
      clearTimeout(grace)
      this.#waiting.delete(id)
      signal?.removeEventListener('abort', cancel)
    }
  }

  async close(): Promise<void> {
    const channel = this.#channel
    this.#channel = undefined
    this.#current = undefined
    if (channel) (await channel.catch(() => undefined))?.kill()
  }

  #open(): Promise<ComputeChannel> {
    this.#channel ??= this.#start().catch((error: unknown) => {
      this.#channel = undefined
      logFailure('error', 'A compute process could not be started.', error)
      throw error
    })
    return this.#channel
  }

  async #start(): Promise<ComputeChannel> {
    const channel = await this.#host.start()
    this.#current = channel
    channel.onMessage((message) => this.#receive(message))
    channel.onExit((reason, said) => {
      const failure = new AppError('compute_failed', reason, said ? { details: { said } } : {})
      // One that was closed before takes nothing of its successor with it.
      if (this.#current === channel) {
        this.#channel = undefined
        logFailure('error', 'A compute process has ended that nobody had ended.', failure)
      }
      for (const one of [...this.#waiting.values()]) if (one.channel === channel) one.onFailed(failure)
    })
    return channel
  }

  #receive(data: unknown): void {
    const message = fromComputeSchema.parse(data)
    if (message.kind === 'log') {
      logEntry(message.entry)
      return
    }
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    try {
      if (message.kind === 'event') waiting.onEvent(message.event)
      else if (message.kind === 'done') waiting.onDone(message.result)
      else waiting.onFailed(new AppError(codeOf(message.code), message.message, { details: message.details }))
    } catch (error) {
      waiting.channel.post({ kind: 'cancel', id: message.id })
      logFailure('error', 'What a compute process answered could not be used.', error)
      // What could not be done with an answer, on a full disk, is told as it is.
      if (error instanceof AppError) waiting.onFailed(error)
      else waiting.onFailed(new AppError('internal', 'The compute process answered out of form.', { cause: error }))
    }
  }
}

function codeOf(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'internal'
}
