import { AppError } from '#shared/errors.ts'
import { floatAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { float, internalDomain } from '../graph/types.ts'
import { broadcastShape } from './broadcast.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

const infer: Operator['infer'] = (context: InferContext) => [context.type(0)]

function activation(type: string, derivativeTimes: (context: GradientContext, dy: string) => string): Operator {
  return {
    type,
    domain: '',
    infer,
    gradient: (context) => {
      const dy = context.gradient(0)
      return dy === undefined ? [] : [derivativeTimes(context, dy)]
    },
  }
}

/** dy where the condition (a bool value) holds, else 0. */
function where(builder: GraphBuilder, condition: string, dy: string): string {
  return builder.op('Where', [condition, dy, builder.scalar(0)])
}

const sigmoid = activation('Sigmoid', ({ builder, node }, dy) => {
  const y = node.outputs[0] as string
  return builder.op('Mul', [dy, builder.op('Mul', [y, builder.op('Sub', [builder.scalar(1), y])])])
})

const relu = activation('Relu', ({ builder, node }, dy) =>
  where(builder, builder.op('Greater', [node.outputs[0] as string, builder.scalar(0)]), dy),
)

const leakyRelu = activation('LeakyRelu', ({ builder, node, input }, dy) => {
  const slope = builder.scalar(floatAttribute(node, 'alpha', 0.01))
  const positive = builder.op('Greater', [input(0), builder.scalar(0)])
  return builder.op('Where', [positive, dy, builder.op('Mul', [dy, slope])])
})

const tanh = activation('Tanh', ({ builder, node }, dy) => {
  const y = node.outputs[0] as string
  return builder.op('Mul', [dy, builder.op('Sub', [builder.scalar(1), builder.op('Mul', [y, y])])])
})

/** x·min(max(x/6 + 1/2, 0), 1); slope 0 below -3, 1 above 3, x/3 + 1/2 between. */
const hardSwish = activation('HardSwish', ({ builder, input }, dy) => {
  const x = input(0)
  const middle = builder.op('Add', [builder.op('Mul', [x, builder.scalar(1 / 3)]), builder.scalar(0.5)])
  const upper = builder.op('Where', [builder.op('Greater', [x, builder.scalar(3)]), builder.scalar(1), middle])
  const slope = builder.op('Where', [builder.op('Less', [x, builder.scalar(-3)]), builder.scalar(0), upper])
  return builder.op('Mul', [dy, slope])
})

const clip: Operator = {
  type: 'Clip',
  domain: '',
  infer,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    if (node.attributes.min !== undefined || node.attributes.max !== undefined) {
      throw new AppError(
        'operator_unsupported',
        'Clip with its bounds as attributes (opset 10 and older) has no gradient here.',
      )
    }
    let masked = dy
    for (const [position, comparison] of [
      [1, 'Less'],
      [2, 'Greater'],
    ] as const) {
      const bound = node.inputs[position] ?? ''
      if (bound === '') continue
      masked = builder.op('Where', [builder.op(comparison, [input(0), bound]), builder.scalar(0), masked])
    }
    return [masked]
  },
}

/** x·sigmoid(x), which ONNX files spell as Sigmoid and Mul. */
const silu: Operator = {
  type: 'Silu',
  domain: internalDomain,
  infer,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    return dy === undefined
      ? []
      : [builder.op('SiluGradient', [input(0), node.outputs[0] as string, dy], {}, internalDomain)]
  },
  lower: (builder, node) => {
    const x = node.inputs[0] as string
    return [builder.op('Mul', [x, builder.op('Sigmoid', [x])])]
  },
}

/** From x, y = silu(x) and dy: dy·s·(1 + x - y), with s = sigmoid(x). */
const siluGradient: Operator = {
  type: 'SiluGradient',
  domain: internalDomain,
  infer,
  lower: (builder, node) => {
    const [x, y, dy] = node.inputs as [string, string, string]
    const slope = builder.op('Add', [builder.op('Sub', [x, y]), builder.scalar(1)])
    return [builder.op('Mul', [builder.op('Mul', [builder.op('Sigmoid', [x]), slope]), dy])]
  },
}

/** Microsoft's x·sigmoid(alpha·x), one pass in ONNX Runtime. */
const quickGelu: Operator = {
  type: 'QuickGelu',
  domain: 'com.microsoft',
  infer,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const alpha = builder.scalar(floatAttribute(node, 'alpha', 1.702))
    const s = builder.op('Sigmoid', [builder.op('Mul', [input(0), alpha])])
    const rest = builder.op('Sub', [input(0), node.outputs[0] as string])
    const slope = builder.op('Add', [builder.op('Mul', [rest, alpha]), builder.scalar(1)])
    return [builder.op('Mul', [builder.op('Mul', [s, slope]), dy])]
  },
}

/** Attributes that make QuickGelu the SiLU. */
export const siluAlpha = { alpha: float(1) }

function comparison(type: string): Operator {
  return { type, domain: '', infer: (context) => [{ type: 'bool', shape: context.type(0).shape }] }
}

const whereOperator: Operator = {
  type: 'Where',
  domain: '',
  infer: (context) => {
    const candidates = [0, 1, 2].map((i) => context.type(i).shape)
    const widest = candidates.reduce(broadcastShape)
    return [{ type: context.type(1).type, shape: widest }]
  },
}

export const activationOperators: readonly Operator[] = [
  sigmoid,
  relu,
  leakyRelu,
  tanh,
  hardSwish,
  clip,
  silu,
  siluGradient,
  quickGelu,
  comparison('Greater'),
  comparison('Less'),
  whereOperator,
]
