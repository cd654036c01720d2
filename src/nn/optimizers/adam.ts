import type { GraphBuilder } from '../graph/builder.ts'
import { type FloatTensor, float32 } from '../tensor.ts'

/** Adam (Kingma and Ba 2015) with PyTorch's L2 weight decay, which is added to the gradient. */
export interface AdamOptions {
  readonly name: 'adam'
  readonly weightDecay: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export const defaultAdam: AdamOptions = { name: 'adam', weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

export interface AdamValues {
  readonly parameter: string
  readonly gradient: string
  /** Running sums M = β1·M + g and V = β2·V + g²: the moments, but for the factors 1-β1 and 1-β2, which the two
   *  scalars carry. It saves two passes over the parameters. */
  readonly first: string
  readonly second: string
  /** Scalars of `adamScalars`. */
  readonly rate: string
  readonly epsilon: string
}

/** Adds the update of one vector of parameters; gives the new parameter, M and V. */
export function addAdam(
  builder: GraphBuilder,
  values: AdamValues,
  options: AdamOptions,
): { readonly parameter: string; readonly first: string; readonly second: string } {
  const { parameter, rate, epsilon } = values
  const decay = options.weightDecay
  const gradient =
    decay === 0
      ? values.gradient
      : builder.op('Add', [values.gradient, builder.op('Mul', [parameter, builder.scalar(decay)])])
  const first = builder.op('Add', [builder.op('Mul', [values.first, builder.scalar(options.beta1)]), gradient])
  const squared = builder.op('Mul', [gradient, gradient])
  const second = builder.op('Add', [builder.op('Mul', [values.second, builder.scalar(options.beta2)]), squared])
  const direction = builder.op('Div', [first, builder.op('Add', [builder.op('Sqrt', [second]), epsilon])])
  return { parameter: builder.op('Sub', [parameter, builder.op('Mul', [direction, rate])]), first, second }
}

/** What the graph needs to know of a step, counted from 1: with c = √((1-β2)/(1-β2ᵗ)), the rate
 *  lr·(1-β1)/(1-β1ᵗ)/c and the epsilon ε/c. Worked out in double precision, where β2ᵗ near 1 keeps its digits. */
export function adamScalars(
  options: AdamOptions,
  step: number,
  learningRate: number,
): { rate: FloatTensor; epsilon: FloatTensor } {
  const { beta1, beta2, epsilon } = options
  const correction = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
  const rate = (learningRate * (1 - beta1)) / (1 - beta1 ** step) / correction
  return { rate: float32([rate], []), epsilon: float32([epsilon / correction], []) }
}
