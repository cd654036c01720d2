import type { TensorMap } from '#nn/tensor.ts'
import type { OptimizerState } from '#nn/trainer.ts'
import { averagePrefix } from '#nn/training/averaging.ts'
import type { KeptTraces } from './label-traces.ts'

/** What schedules and early stop go by: figures of the validation part after one epoch, null where there are none. */
export interface Watched {
  readonly loss: number | null
  readonly kappa: number | null
}

/** Where a fit stands between two steps. */
export interface FitState {
  readonly epochsDone: number
  /** Of the next epoch, whole steps taken so far and the sum of the losses of their batches; null between two epochs. What
   *  comes next follows from the epoch's seed. */
  readonly underWay: { readonly steps: number; readonly lossSum: number } | null
  readonly parameters: TensorMap
  /** With the averages. Null before the first step. */
  readonly optimizer: OptimizerState | null
  /** One an epoch, from the first. */
  readonly history: readonly Watched[]
  /** How the labels have been learnt so far; null of a fit that does not follow them. */
  readonly traces: KeptTraces | null
  /** The parameters in use after the best epoch so far, where the recipe asks for them. */
  readonly best: { readonly epoch: number; readonly parameters: TensorMap } | null
}

/** The parameters that are validated and kept: averages where there are some, the rest as trained. */
export function parametersInUse({ parameters, optimizer }: Pick<FitState, 'parameters' | 'optimizer'>): TensorMap {
  const kept = optimizer?.tensors
  return new Map([...parameters].map(([name, tensor]) => [name, kept?.get(`${averagePrefix}${name}`) ?? tensor]))
}
