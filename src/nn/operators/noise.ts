import { AppError } from '#shared/errors.ts'
import { internalDomain } from '../graph/types.ts'
import type { Operator } from './types.ts'

/** Begins the name of a file's Dropout node that stands for stochastic depth, which ONNX has no node for. */
export const stochasticDepthMark = 'StochasticDepth:'

/** Places where training adds noise: the `ratio` of units (Dropout) or of whole branches (StochasticDepth) left out.
 *  They pass their input on; the training step puts a mask in, which is an input of its graph, and a file writes them as ONNX's Dropout or not at all. */
function noise(type: string): Operator {
  return {
    type,
    domain: internalDomain,
    infer: (context) => [context.type(0)],
    lower: (builder, node) => [builder.op('Identity', [node.inputs[0] as string])],
  }
}

/** ONNX's own, which passes its input on wherever the file is used and not trained. */
const dropout: Operator = {
  type: 'Dropout',
  domain: '',
  infer: (context) => {
    if (context.has(2) && context.constant(2)?.[0] !== 0) {
      throw new AppError(
        'operator_unsupported',
        'The model was exported in training mode: its dropout would change what it sees with every use.',
      )
    }
    return [context.type(0), { type: 'bool', shape: context.type(0).shape }]
  },
  gradient: ({ gradient }) => [gradient(0)],
}

export const noiseOperators: readonly Operator[] = [noise('Dropout'), noise('StochasticDepth'), dropout]
