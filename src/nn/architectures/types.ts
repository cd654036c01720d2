import type { Graph } from '../graph/types.ts'
import type { ParameterSpec } from '../network.ts'
import type { Scaling } from './scaling.ts'
import type { Padding } from './variant.ts'

/** What turns the last map into logits: the network's own mean and linear layer, or DenseNet's larger classifier for
 *  retinopathy over mean and maximum together. */
export const classifierKinds = ['linear', 'concatenated-pool'] as const
export type ClassifierKind = (typeof classifierKinds)[number]

export interface BuildOptions {
  /** Logits a photograph. */
  readonly outputs: number
  /** Side of the square input, pixels. */
  readonly size: number
  readonly scaling: Scaling
  readonly classifier: ClassifierKind
  /** Share of the classifier's inputs left out while training; the network's own where not given. */
  readonly dropout?: number | undefined
  /** Share of photographs for which the last block is left out while training; earlier blocks less. */
  readonly stochasticDepth?: number | undefined
  /** Give every batch normalisation a second set of parameters. */
  readonly auxiliary: boolean
  /** Symmetric, where not given. */
  readonly padding?: Padding | undefined
  /** Of batch normalisation; the network's own where not given. */
  readonly epsilon?: number | undefined
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
