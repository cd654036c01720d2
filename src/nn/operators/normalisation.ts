import { AppError } from '#shared/errors.ts'
import { floatAttribute, intAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { float, type GraphNode, int, internalDomain } from '../graph/types.ts'
import { reduceMean } from './reduction.ts'
import type { Operator } from './types.ts'

/** ONNX's default. */
const defaultEpsilon = 1e-5

/** [c] as the channels of an image: [1,c,1,1], or [1,c] where that has no places. */
function asChannels(builder: GraphBuilder, vector: string, image: string): string {
  const places = builder.shapeOf(image).slice(2)
  return builder.op('Reshape', [vector, builder.integers(1, -1, ...places.map(() => 1))])
}

/** Every axis but that of the channels. */
function otherAxes(builder: GraphBuilder, image: string): readonly number[] {
  return builder.shapeOf(image).flatMap((_, axis) => (axis === 1 ? [] : [axis]))
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
  infer: (context) => {
    if (intAttribute(context.node, 'training_mode', 0) === 1) {
      throw new AppError(
        'operator_unsupported',
        'The model was exported in training mode: its batch normalisation would change with every use.',
      )
    }
    return [context.type(0)]
  },
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    return builder.node('AffineNormGradient', [input(0), input(1), input(3), input(4), dy], {
      domain: internalDomain,
      attributes: { epsilon: float(floatAttribute(node, 'epsilon', defaultEpsilon)) },
      count: 3,
    })
  },
}

/** From x, scale, running mean, running variance and dy: dx = scale/σ·dy, dscale = Σ dy·(x - mean)/σ, dbias = Σ dy. */
const affineGradient: Operator = {
  type: 'AffineNormGradient',
  domain: internalDomain,
  infer: (context) => [context.type(0), context.type(1), context.type(1)],
  lower: (builder, node) => {
    const [x, scale, mean, variance, dy] = node.inputs as [string, string, string, string, string]
    const inverse = inverseDeviation(builder, variance, floatAttribute(node, 'epsilon', defaultEpsilon))
    const sum = (value: string) =>
      builder.op('ReduceSum', [value, builder.integers(...otherAxes(builder, dy))], { keepdims: int(0) })
    const centred = builder.op('Sub', [x, asChannels(builder, mean, x)])
    return [
      builder.op('Mul', [dy, asChannels(builder, builder.op('Mul', [scale, inverse]), x)]),
      builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), inverse]),
      sum(dy),
    ]
  },
}

/** With the batch's own statistics: x, scale, bias give y, mean [c] and biased variance [c].
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
    const mean = reduceMean(builder, x, otherAxes(builder, x))
    const centred = builder.op('Sub', [x, mean])
    const variance = reduceMean(builder, builder.op('Mul', [centred, centred]), otherAxes(builder, x))
    const inverse = inverseDeviation(builder, variance, floatAttribute(node, 'epsilon', defaultEpsilon))
    const factor = builder.op('Mul', [asChannels(builder, scale, x), inverse])
    const y = builder.op('Add', [builder.op('Mul', [centred, factor]), asChannels(builder, bias, x)])
    return [y, asVector(builder, mean), asVector(builder, variance)]
  },
}

/** From x, scale, mean, variance and dy, with x̂ = (x - mean)/σ over m places a channel:
 *  dx = scale/σ·(dy - Σdy/m - x̂·Σ(dy·x̂)/m), dscale = Σ dy·x̂, dbias = Σ dy. */
function lowerGradient(builder: GraphBuilder, node: GraphNode): readonly string[] {
  const [x, scale, mean, variance, dy] = node.inputs as [string, string, string, string, string]
  const axes = otherAxes(builder, x)
  const places = axes.reduce((product, axis) => product * (builder.shapeOf(x)[axis] ?? 1), 1)
  const sum = (value: string) => builder.op('ReduceSum', [value, builder.integers(...axes)], { keepdims: int(1) })
  const inverse = inverseDeviation(
    builder,
    asChannels(builder, variance, x),
    floatAttribute(node, 'epsilon', defaultEpsilon),
  )
  const centred = builder.op('Sub', [x, asChannels(builder, mean, x)])
  const dBias = sum(dy)
  const dScale = builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), inverse])
  const share = builder.scalar(1 / places)
  const slope = builder.op('Mul', [builder.op('Mul', [dScale, inverse]), share])
  const offset = builder.op('Mul', [dBias, share])
  const rest = builder.op('Sub', [builder.op('Sub', [dy, builder.op('Mul', [centred, slope])]), offset])
  const dx = builder.op('Mul', [rest, builder.op('Mul', [asChannels(builder, scale, x), inverse])])
  return [dx, asVector(builder, dScale), asVector(builder, dBias)]
}

const trainingGradient: Operator = {
  type: 'BatchNormGradient',
  domain: internalDomain,
  infer: (context) => [context.type(0), context.type(1), context.type(1)],
  lower: lowerGradient,
}

export const normalisationOperators: readonly Operator[] = [
  batchNormalization,
  affineGradient,
  training,
  trainingGradient,
]
