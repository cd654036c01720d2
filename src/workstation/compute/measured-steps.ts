import { AppError } from '#shared/errors.ts'
import type { ComputeHost } from './channel.ts'
import type { TaskRequest, TaskResult } from './protocol.ts'
import { runAlone } from './run-alone.ts'

type Measured = TaskResult<'measureStep'>

/** A step that is not done by then, on an imitated graphics card say, has no measure. */
const deadlineMs = 30_000

/** Training steps, each measured once in a process of its own, one after the other: beside another one it would seem slower than
 *  it is, and the same step measured again is never quite as long. */
export class MeasuredSteps {
  readonly #host: ComputeHost
  readonly #deadlineMs: number
  readonly #known = new Map<string, Measured>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(host: ComputeHost, deadline = deadlineMs) {
    this.#host = host
    this.#deadlineMs = deadline
  }

  /** Throws the step's own `AppError`, `compute_failed` where it is not done in time, or `cancelled`. */
  async measure(request: TaskRequest<'measureStep'>, signal: AbortSignal | undefined): Promise<Measured> {
    const key = keyOf(request)
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = before.then(() => turn.promise)
    try {
      await before
      if (signal?.aborted) throw new AppError('cancelled', 'The step is no longer asked for.')
      const measured = this.#known.get(key) ?? (await this.#measureNow(request, signal))
      this.#known.set(key, measured)
      return measured
    } finally {
      turn.resolve()
    }
  }

  async #measureNow(request: TaskRequest<'measureStep'>, signal: AbortSignal | undefined): Promise<Measured> {
    return await runAlone('measureStep', request, { host: this.#host, deadlineMs: this.#deadlineMs, signal })
  }
}

/** All that a step's time depends on; how many there are of them, and of what photographs, is not among it. */
function keyOf({ recipe, runtime, threads, parent }: TaskRequest<'measureStep'>): string {
  const { architecture, head, classifier, size, sizes, batch, accumulation, phases } = recipe
  const { optimizer, clipping, averaging, loss, oedema, auxiliaryBatchNorm } = recipe
  return JSON.stringify([
    ...[runtime, threads, parent?.model ?? null],
    ...[architecture, head, classifier, size, sizes, batch, accumulation, phases],
    ...[optimizer, clipping, averaging, loss, oedema, auxiliaryBatchNorm],
  ])
}
