import { accelerators, type TriedKind, triedKinds } from '#nn/runtimes/types.ts'
import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { unlessCancelled } from '#shared/progress.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import type { ComputeHost } from './channel.ts'
import { MeasuredSteps } from './measured-steps.ts'
import type { TaskRequest, TaskResult } from './protocol.ts'
import { runAlone } from './run-alone.ts'

type Trial = TaskResult<'tryRuntime'>

/** A driver that hangs is given up after this long. */
const trialDeadlineMs = 30_000

/** What a runtime that was asked for comes to. */
interface ChosenRuntime {
  readonly kind: Exclude<RuntimeKind, 'auto'>
  /** Why each one that goes before it was left. */
  readonly notes: readonly string[]
}

/** Finds out once which runtimes this machine has. Each is tried in a compute process of its own, which a bad driver
 *  may take down with it; the host starts those, because Electron forks no plain Node. */
export class RuntimeChoice {
  readonly #host: ComputeHost
  readonly #steps: MeasuredSteps
  readonly #trials = new Map<TriedKind, Promise<Trial>>()

  constructor(host: ComputeHost) {
    this.#host = host
    this.#steps = new MeasuredSteps(host)
  }

  /** The kind asked for; for `auto` the first provider that is worth using, else the processor. A trial that is under way
   *  when the signal is raised goes on, for whoever asks next. Throws `AppError('cancelled')`. */
  async resolve(kind: RuntimeKind, signal?: AbortSignal): Promise<ChosenRuntime> {
    if (kind !== 'auto') return { kind, notes: [] }
    const notes: string[] = []
    for (const accelerator of accelerators) {
      const { worthwhile, reason } = await unlessCancelled(this.#trial(accelerator), signal)
      if (worthwhile) return { kind: accelerator, notes }
      notes.push(`${accelerator}: ${reason}`)
    }
    return { kind: 'cpu', notes }
  }

  /** One after the other, so that none slows another down. */
  async trials(): Promise<TaskRequest<'runtimes'>> {
    const found: [TriedKind, Trial][] = []
    for (const kind of triedKinds) found.push([kind, await this.#trial(kind)])
    return Object.fromEntries(found) as TaskRequest<'runtimes'>
  }

  #trial(kind: TriedKind): Promise<Trial> {
    const trial = this.#trials.get(kind) ?? this.#try(kind)
    this.#trials.set(kind, trial)
    return trial
  }

  async #try(kind: TriedKind): Promise<Trial> {
    try {
      return await runAlone('tryRuntime', { kind }, { host: this.#host, deadlineMs: trialDeadlineMs })
    } catch (error) {
      logFailure('info', `The runtime ${kind} does not work here.`, error)
      return { works: false, worthwhile: false, reason: asAppError(error).message, device: '' }
    }
  }

  /** A training step, as `MeasuredSteps` has it. */
  async measureStep(
    request: TaskRequest<'measureStep'>,
    signal: AbortSignal | undefined,
  ): Promise<TaskResult<'measureStep'>> {
    return await this.#steps.measure(request, signal)
  }

  /** Milliseconds of a training step, on an imitated graphics card too; null with the reason where there is none in time. */
  async stepMilliseconds(
    request: TaskRequest<'measureStep'>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly milliseconds: number | null; readonly reason: string | null }> {
    try {
      return { milliseconds: (await this.measureStep(request, signal)).milliseconds, reason: null }
    } catch (error) {
      signal?.throwIfAborted()
      return { milliseconds: null, reason: asAppError(error).message }
    }
  }
}
