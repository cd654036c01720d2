import { asAppError } from '#shared/errors.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import type { ComputeHost } from './channel.ts'
import { ComputeClient } from './client.ts'
import { acceleratorSchema, type TaskRequest, type TaskResult } from './protocol.ts'

type Accelerator = TaskRequest<'tryProvider'>['kind']
type ProviderTrial = TaskResult<'tryProvider'>

/** A driver that hangs is given up after this long. */
const deadlineMs = 30_000

/** Finds out once which providers this machine has. Each is tried in a compute process of its own, which a bad driver
 *  may take down with it; the host starts those, because Electron forks no plain Node. */
export class RuntimeChoice {
  readonly #host: ComputeHost
  #trials: Promise<Record<Accelerator, ProviderTrial>> | undefined

  constructor(host: ComputeHost) {
    this.#host = host
  }

  /** The kind asked for; for `auto` the first provider that is worth using, else the processor. */
  async resolve(kind: RuntimeKind): Promise<RuntimeKind> {
    if (kind !== 'auto') return kind
    const trials = await this.trials()
    return acceleratorSchema.options.find((one) => trials[one].worthwhile) ?? 'cpu'
  }

  trials(): Promise<Record<Accelerator, ProviderTrial>> {
    this.#trials ??= this.#tryAll()
    return this.#trials
  }

  async #tryAll(): Promise<Record<Accelerator, ProviderTrial>> {
    const [cuda, directml, webgpu] = [await this.#try('cuda'), await this.#try('directml'), await this.#try('webgpu')]
    return { cuda, directml, webgpu }
  }

  async #try(kind: Accelerator): Promise<ProviderTrial> {
    const client = new ComputeClient(this.#host)
    const deadline = setTimeout(() => void client.close(), deadlineMs)
    try {
      return await client.run('tryProvider', { kind })
    } catch (error) {
      return { works: false, worthwhile: false, reason: asAppError(error).message }
    } finally {
      clearTimeout(deadline)
      await client.close()
    }
  }
}
