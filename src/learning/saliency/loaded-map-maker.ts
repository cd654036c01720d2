import type { ModelDescription } from '#nn/model-file.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import { describeModel } from '../models/model-file.ts'
import type { MapMaker } from './map-maker.ts'
import { type MapMakerKind, openMapMaker } from './open-map-maker.ts'

/** A model's .onnx file. */
export interface ModelFile {
  readonly sha256: string
  /** Asked for when it is not loaded already. */
  read(): Promise<Uint8Array>
}

/** Which model is wanted for what, where. */
export interface MapMakerRequest {
  readonly model: ModelFile
  readonly kind: MapMakerKind
  readonly layers: readonly string[]
  readonly runtime: RuntimeKind
  readonly threads: number
}

/** With how its model wants photographs. */
export interface PreparedMapMaker extends ModelDescription {
  readonly maker: MapMaker
}

interface Held {
  readonly key: string
  readonly runtime: Runtime
  readonly prepared: PreparedMapMaker
}

/** Keeps what was used last loaded, and that only, so that memory stays flat. Uses take turns. */
export class LoadedMapMaker {
  #held: Held | null = null
  #turn: Promise<unknown> = Promise.resolve()

  /** Runs `work` with the model, reading and loading it first unless it is what was used last. */
  use<T>(request: MapMakerRequest, work: (prepared: PreparedMapMaker) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => await work((await this.#load(request)).prepared))
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

  async #load({ model, kind, layers, runtime: runtimeKind, threads }: MapMakerRequest): Promise<Held> {
    const key = JSON.stringify([model.sha256, kind, layers, runtimeKind, threads])
    if (this.#held?.key === key) return this.#held
    await this.#drop()
    const bytes = await model.read()
    const description = describeModel(bytes)
    const runtime = await openRuntime(runtimeKind, { threads })
    try {
      const maker = await openMapMaker(kind, { runtime, model: bytes, size: description.size, layers })
      this.#held = { key, runtime, prepared: { ...description, maker } }
      return this.#held
    } catch (error) {
      await runtime.close()
      throw error
    }
  }

  async #drop(): Promise<void> {
    const held = this.#held
    this.#held = null
    await held?.prepared.maker.close()
    await held?.runtime.close()
  }
}
