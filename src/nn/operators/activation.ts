import { AppError } from '#shared/errors.ts'
import { floatAttribute } from '../graph/attributes.ts'
import { internalDomain } from '../graph/types.ts'
import { masked } from './choice.ts'
import type { GradientContext, Operator } from './types.ts'

const infer: Operator['infer'] = (context) => [context.type(0)]

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

const sigmoid = activation('Sigmoid', ({ builder, node }, dy) => {
  const y = node.outputs[0] as string
  return builder.op('Mul', [dy, builder.op('Mul', [y, builder.op('Sub', [builder.scalar(1), y])])])
})

const relu = activation('Relu', ({ builder, node }, dy) =>
  builder.op('ReluGradient', [node.outputs[0] as string, dy], {}, internalDomain),
)

/** From y = relu(x) and dy: dy where y is positive. */
const reluGradient: Operator = {
  type: 'ReluGradient',
  domain: internalDomain,
  infer,
  lower: (builder, node) => {
    const [y, dy] = node.inputs as [string, string]
    return [masked(builder, builder.op('Greater', [y, builder.scalar(0)]), dy)]
  },
}

const leakyRelu = activation('LeakyRelu', ({ builder, node, input }, dy) => {
  const slope = builder.scalar(floatAttribute(node, 'alpha', 0.01))
  const positive = builder.op('Greater', [input(0), builder.scalar(0)])
  return builder.op('Where', [positive, dy, builder.op('Mul', [dy, slope])])
})

const tanh = activation('Tanh', ({ builder, node }, dy) => {
  const y = node.outputs[0] as string
  return builder.op('Mul', [dy, builder.op('Sub', [builder.scalar(1), builder.op('Mul', [y, y])])])
})

/** The slope is 2/√π·exp(-x²). */
const erf = activation('Erf', ({ builder, input }, dy) => {
  const bell = builder.op('Exp', [builder.op('Neg', [builder.op('Mul', [input(0), input(0)])])])
  return builder.op('Mul', [dy, builder.op('Mul', [bell, builder.scalar(2 / Math.sqrt(Math.PI))])])
})

/** min(max(alpha·x + beta, 0), 1), flat at both ends. */
const hardSigmoid = activation('HardSigmoid', ({ builder, node }, dy) => {
  const y = node.outputs[0] as string
  const above = builder.op('Greater', [y, builder.scalar(0)])
  const below = builder.op('Less', [y, builder.scalar(1)])
  const slope = builder.scalar(floatAttribute(node, 'alpha', 0.2))
  return builder.op('Mul', [masked(builder, above, masked(builder, below, dy)), slope])
})

/** x·min(max(x/6 + 1/2, 0), 1); slope 0 below -3, 1 above 3, x/3 + 1/2 between. */
const hardSwish = activation('HardSwish', ({ builder, input }, dy) => {
  const x = input(0)
  const middle = builder.op('Add', [builder.op('Mul', [x, builder.scalar(1 / 3)]), builder.scalar(0.5)])
  const upper = builder.op('Where', [builder.op('Greater', [x, builder.scalar(3)]), builder.scalar(1), middle])
  const slope = builder.op('Where', [builder.op('Less', [x, builder.scalar(-3)]), builder.scalar(0), upper])
  return builder.op('Mul', [dy, slope])
})

/** Where x lies on a bound the gradient passes, as in PyTorch. */
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
    let passed = dy
    for (const [position, comparison] of [
      [1, 'Less'],
      [2, 'Greater'],
    ] as const) {
      const bound = node.inputs[position] ?? ''
      if (bound === '') continue
      passed = builder.op('Where', [builder.op(comparison, [input(0), bound]), builder.scalar(0), passed])
    }
    return [passed]
  },
}

export const activationOperators: readonly Operator[] = [
  sigmoid,
  relu,
  reluGradient,
  leakyRelu,
  tanh,
  erf,
  hardSigmoid,
  hardSwish,
  clip,
]
