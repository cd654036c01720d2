import { accelerators, type TriedKind, triedKinds } from '#nn/runtimes/types.ts'
import { asAppError } from '#shared/errors.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import type { ComputeHost } from './channel.ts'
import { ComputeClient } from './client.ts'
import type { TaskRequest, TaskResult } from './protocol.ts'

type Trial = TaskResult<'tryRuntime'>

/** A driver that hangs is given up after this long. */
const deadlineMs = 30_000

/** Finds out once which runtimes this machine has. Each is tried in a compute process of its own, which a bad driver
 *  may take down with it; the host starts those, because Electron forks no plain Node. */
export class RuntimeChoice {
  readonly #host: ComputeHost
  readonly #trials = new Map<TriedKind, Promise<Trial>>()

  constructor(host: ComputeHost) {
    this.#host = host
  }

  /** The kind asked for; for `auto` the first provider that is worth using, else the processor. */
  async resolve(kind: RuntimeKind): Promise<Exclude<RuntimeKind, 'auto'>> {
    if (kind !== 'auto') return kind
    for (const accelerator of accelerators) if ((await this.#trial(accelerator)).worthwhile) return accelerator
    return 'cpu'
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
    const client = new ComputeClient(this.#host)
    const deadline = setTimeout(() => void client.close(), deadlineMs)
    try {
      return await client.run('tryRuntime', { kind })
    } catch (error) {
      return { works: false, worthwhile: false, reason: asAppError(error).message, device: '' }
    } finally {
      clearTimeout(deadline)
      await client.close()
    }
  }
}
