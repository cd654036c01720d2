import { createHash } from 'node:crypto'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { type Explainer, openExplainer } from '#nn/saliency-graph.ts'
import type { RuntimeKind } from '#shared/recipe.ts'

/** Which model is wanted, where. */
export interface ExplainerRequest {
  readonly model: Uint8Array
  readonly layer?: string | undefined
  readonly runtime: RuntimeKind
  readonly threads: number
}

interface Held {
  readonly key: string
  readonly runtime: Runtime
  readonly explainer: Explainer
}

/** Fewest cells a side that a map is drawn from unless a layer is named. The last convolution has as many at 224 px, but
 *  only 3 at the 96 px of a quick model, which point at nothing. */
const fewestCells = 6

async function openAt(runtime: Runtime, model: Uint8Array, layer: string | undefined): Promise<Explainer> {
  const explainer = await openExplainer(runtime, model, { layer })
  if (layer !== undefined || Math.min(explainer.layer.height, explainer.layer.width) >= fewestCells) return explainer
  const finer = explainer.layers.findLast(({ height, width }) => Math.min(height, width) >= fewestCells)
  if (!finer) return explainer
  await explainer.close()
  return await openExplainer(runtime, model, { layer: finer.name })
}

/** Keeps the last model that was used loaded, and that one only, so that memory stays flat. Uses take turns. */
export class LoadedExplainer {
  #held: Held | null = null
  #turn: Promise<unknown> = Promise.resolve()

  /** Runs `work` with the model, loading it first unless it is the one that was used last. */
  use<T>(request: ExplainerRequest, work: (explainer: Explainer) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => await work((await this.#load(request)).explainer))
  }

  /** Gives the model's memory back; the next use loads it again. */
  unload(): Promise<void> {
    return this.#inTurn(() => this.#drop())
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }

  async #load({ model, layer, runtime: kind, threads }: ExplainerRequest): Promise<Held> {
    const sha256 = createHash('sha256').update(model).digest('hex')
    const key = JSON.stringify([sha256, layer ?? null, kind, threads])
    if (this.#held?.key === key) return this.#held
    await this.#drop()
    const runtime = await openRuntime(kind, { threads })
    try {
      this.#held = { key, runtime, explainer: await openAt(runtime, model, layer) }
      return this.#held
    } catch (error) {
      await runtime.close()
      throw error
    }
  }

  async #drop(): Promise<void> {
    const held = this.#held
    this.#held = null
    await held?.explainer.close()
    await held?.runtime.close()
  }
}
