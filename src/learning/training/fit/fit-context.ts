import type { Network } from '#nn/network.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { Epoch } from '#shared/contract/common.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { BatchThreads } from '../../data/batch-threads.ts'
import type { PreparedCache } from '../../data/prepared-cache.ts'
import type { FitState, Watched } from './fit-state.ts'
import type { LabelTraces } from './label-traces.ts'

/** A network for photographs of one size, and those photographs. */
export interface Sized {
  readonly network: Network
  readonly cache: PreparedCache
}

export interface FitContext {
  readonly recipe: Recipe
  readonly runtime: Runtime
  /** By the side of the photographs, pixels; the parameters are the same at every size. */
  readonly atSize: (size: number) => Sized
  readonly batches: Pick<BatchThreads, 'inOrder'>
  /** Whether the fit goes on from a model. */
  readonly pretrained: boolean
  /** What schedules go by, for a fit without a validation part: another's history, as long as this fit shall be. */
  readonly watched: readonly Watched[] | null
  /** Milliseconds, for speeds only: nothing that is computed depends on it. */
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  /** Told where part of a step runs on the processor, though the runtime's device is another. */
  readonly onPartial: () => void
  /** After each step; `state` copies all that is needed to go on from here. */
  readonly onStep: (state: () => FitState) => Promise<void>
  /** Given the epoch's figures, and all that is needed to go on from here. */
  readonly onEpochEnd: (epoch: Epoch, state: FitState) => Promise<void>
}

/** A fit whose labels are followed, if there is something to follow them. */
export type FollowedFit = FitContext & { readonly traces: LabelTraces | null }
