import type { HeatMap } from '#imaging/heat-map.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { MapMethod, MapSides } from '#shared/contract/looking.ts'
import type { WorkOptions } from '#shared/progress.ts'

/** What a model says of a photograph, and where it sees it. */
export interface MadeMap {
  /** As `scaledMap` gives it, over the square that the network sees. */
  readonly map: HeatMap
  /** [classes]. */
  readonly probabilities: Float32Array
}

export interface MapRequest {
  /** [classes]: 1 for the explained grade, -1 for one it is set against. */
  readonly classWeights: Float32Array
  readonly method: MapMethod
  /** Two only of a method that tells sides apart. */
  readonly sides: MapSides
}

/** A model loaded to be asked where it looks. Calls must not overlap. */
export interface MapMaker {
  /** What maps are drawn from: layers by name, or the photograph itself. */
  readonly layer: string
  /** `image`: normalised RGB, [3,size,size]. */
  probabilities(image: Float32Array): Promise<Float32Array>
  /** `method` is one of those that the maker was opened for. Throws `AppError('cancelled')` where it takes many passes. */
  make(image: Float32Array, asked: MapRequest, options?: Pick<WorkOptions, 'signal'>): Promise<MadeMap>
  close(): Promise<void>
}

export interface MapMakerOptions {
  readonly runtime: Runtime
  /** The .onnx file. */
  readonly model: Uint8Array
  /** Side of its input, px. */
  readonly size: number
  /** Layers whose maps are averaged; the usual one where none is named. */
  readonly layers: readonly string[]
}

/** What methods over the photograph's own pixels give as their layer. */
export const imageLayer = 'image'
