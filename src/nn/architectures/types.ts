import type { Graph } from '../graph/types.ts'
import type { ParameterSpec } from '../network.ts'
import type { Scaling } from './scaling.ts'

export interface BuildOptions {
  readonly classes: number
  /** Side of the square input, pixels. */
  readonly size: number
  readonly scaling: Scaling
  /** Share of the classifier's inputs left out while training; the network's own where not given. */
  readonly dropout?: number | undefined
  /** Share of photographs for which the last block is left out while training; earlier blocks less. */
  readonly stochasticDepth?: number | undefined
}

export interface Architecture {
  readonly name: string
  readonly family: string
  /** The size it was published for, pixels. */
  readonly inputSize: number
  readonly scaling: Scaling
  /** Share of the new batch in the running statistics (PyTorch's convention). */
  readonly statisticsMomentum: number
  write(options: BuildOptions): { readonly graph: Graph; readonly parameters: readonly ParameterSpec[] }
}
