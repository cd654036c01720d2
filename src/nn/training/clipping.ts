import type { GraphBuilder } from '../graph/builder.ts'
import { int } from '../graph/types.ts'

/** Bounds on the gradient that an optimizer sees: on the norm of all trained parameters' gradients taken as one vector
 *  (`clip_grad_norm_` of PyTorch), or on every value by itself, either way from 0 (`clip_grad_value_`). */
export interface Clipping {
  readonly by: 'norm' | 'value'
  readonly limit: number
}

/** PyTorch's, against a norm of 0. */
const normEpsilon = 1e-6

/** The gradients of every pack, [n] each, within bounds. */
export function addClipping(
  builder: GraphBuilder,
  gradients: readonly string[],
  { by, limit }: Clipping,
): readonly string[] {
  if (by === 'value') {
    return gradients.map((gradient) => builder.op('Clip', [gradient, builder.scalar(-limit), builder.scalar(limit)]))
  }
  const squares = gradients.map((gradient) => builder.op('ReduceSumSquare', [gradient], { keepdims: int(0) }))
  const norm = builder.op('Sqrt', [squares.reduce((sum, square) => builder.op('Add', [sum, square]))])
  const share = builder.op('Div', [builder.scalar(limit), builder.op('Add', [norm, builder.scalar(normEpsilon)])])
  const factor = builder.op('Min', [share, builder.scalar(1)])
  return gradients.map((gradient) => builder.op('Mul', [gradient, factor]))
}
