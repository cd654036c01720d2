import { floatAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { float, type GraphNode, int, internalDomain } from '../graph/types.ts'
import { reduceMean } from './reduction.ts'
import type { Operator } from './types.ts'

/** ONNX's default. */
const defaultEpsilon = 1e-5

/** [c] as [1,c,1,1]. */
function asChannels(builder: GraphBuilder, vector: string): string {
  return builder.op('Reshape', [vector, builder.integers(1, -1, 1, 1)])
}

function asVector(builder: GraphBuilder, channels: string): string {
  return builder.op('Reshape', [channels, builder.integers(-1)])
}

/** 1/√(variance + epsilon). */
export function inverseDeviation(builder: GraphBuilder, variance: string, epsilon: number): string {
  return builder.op('Reciprocal', [builder.op('Sqrt', [builder.op('Add', [variance, builder.scalar(epsilon)])])])
}

/** With the running statistics, as when the network is used: an affine map a channel. */
const batchNormalization: Operator = {
  type: 'BatchNormalization',
  domain: '',
  infer: (context) => [context.type(0)],
  gradient: ({ builder, node, gradient, input, needs }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const inverse = inverseDeviation(builder, input(4), floatAttribute(node, 'epsilon', defaultEpsilon))
    const scale = asChannels(builder, builder.op('Mul', [input(1), inverse]))
    const sum = (value: string) => builder.op('ReduceSum', [value, builder.integers(0, 2, 3)], { keepdims: int(0) })
    const centred = () => builder.op('Sub', [input(0), asChannels(builder, input(3))])
    return [
      needs(0) ? builder.op('Mul', [dy, scale]) : undefined,
      needs(1) ? builder.op('Mul', [sum(builder.op('Mul', [dy, centred()])), inverse]) : undefined,
      needs(2) ? sum(dy) : undefined,
    ]
  },
}

/** With the batch's own statistics: x, scale, bias give y, mean [c] and biased variance [c].
 *  A fourth input [c] may give a guess of the mean, such as the running one. It changes nothing but rounding: a lowering
 *  that sums squares subtracts it first.
 *  Written with ReduceMean: ONNX's training mode is two to three times slower in ONNX Runtime. */
const training: Operator = {
  type: 'BatchNormTraining',
  domain: internalDomain,
  infer: (context) => {
    const image = context.type(0)
    return [image, context.type(1), context.type(1)]
  },
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    return builder.node(
      'BatchNormGradient',
      [input(0), input(1), node.outputs[1] as string, node.outputs[2] as string, dy],
      {
        domain: internalDomain,
        attributes: { epsilon: float(floatAttribute(node, 'epsilon', defaultEpsilon)) },
        count: 3,
      },
    )
  },
  lower: (builder, node) => {
    const [x, scale, bias] = node.inputs as [string, string, string]
    const mean = reduceMean(builder, x, [0, 2, 3])
    const centred = builder.op('Sub', [x, mean])
    const variance = reduceMean(builder, builder.op('Mul', [centred, centred]), [0, 2, 3])
    const inverse = inverseDeviation(builder, variance, floatAttribute(node, 'epsilon', defaultEpsilon))
    const factor = builder.op('Mul', [asChannels(builder, scale), inverse])
    const y = builder.op('Add', [builder.op('Mul', [centred, factor]), asChannels(builder, bias)])
    return [y, asVector(builder, mean), asVector(builder, variance)]
  },
}

/** From x, scale, mean, variance and dy, with x̂ = (x - mean)/σ over m places a channel:
 *  dx = scale/σ·(dy - Σdy/m - x̂·Σ(dy·x̂)/m), dscale = Σ dy·x̂, dbias = Σ dy. */
function lowerGradient(builder: GraphBuilder, node: GraphNode): readonly string[] {
  const [x, scale, mean, variance, dy] = node.inputs as [string, string, string, string, string]
  const [count, , height, width] = builder.shapeOf(x) as [number, number, number, number]
  const sum = (value: string) => builder.op('ReduceSum', [value, builder.integers(0, 2, 3)], { keepdims: int(1) })
  const inverse = inverseDeviation(
    builder,
    asChannels(builder, variance),
    floatAttribute(node, 'epsilon', defaultEpsilon),
  )
  const centred = builder.op('Sub', [x, asChannels(builder, mean)])
  const dBias = sum(dy)
  const dScale = builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), inverse])
  const share = builder.scalar(1 / (count * height * width))
  const slope = builder.op('Mul', [builder.op('Mul', [dScale, inverse]), share])
  const offset = builder.op('Mul', [dBias, share])
  const rest = builder.op('Sub', [builder.op('Sub', [dy, builder.op('Mul', [centred, slope])]), offset])
  const dx = builder.op('Mul', [rest, builder.op('Mul', [asChannels(builder, scale), inverse])])
  return [dx, asVector(builder, dScale), asVector(builder, dBias)]
}

const trainingGradient: Operator = {
  type: 'BatchNormGradient',
  domain: internalDomain,
  infer: (context) => [context.type(0), context.type(1), context.type(1)],
  lower: lowerGradient,
}

export const normalisationOperators: readonly Operator[] = [batchNormalization, training, trainingGradient]
