import { int, internalDomain, type ValueType } from '../graph/types.ts'
import { broadcastShape, channelDot, isChannelShape, reduceTo } from './broadcast.ts'
import { masked } from './choice.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

function inferBinary(context: InferContext): readonly ValueType[] {
  const a = context.type(0)
  return [{ type: a.type, shape: broadcastShape(a.shape, context.type(1).shape) }]
}

function inferUnary(context: InferContext): readonly ValueType[] {
  return [context.type(0)]
}

function binary(
  type: string,
  gradient?: (context: GradientContext, dy: string) => readonly (string | undefined)[],
): Operator {
  const operator: Operator = { type, domain: '', infer: inferBinary }
  if (gradient === undefined) return operator
  return {
    ...operator,
    gradient: (context) => {
      const dy = context.gradient(0)
      return dy === undefined ? [] : gradient(context, dy)
    },
  }
}

function unary(type: string, gradient?: (context: GradientContext, dy: string) => string): Operator {
  const operator: Operator = { type, domain: '', infer: inferUnary }
  if (gradient === undefined) return operator
  return {
    ...operator,
    gradient: (context) => {
      const dy = context.gradient(0)
      return dy === undefined ? [] : [gradient(context, dy)]
    },
  }
}

/** dy·other summed back to the shape of `input`, as one plane-wise product where that is all it is. */
function productGradient(context: GradientContext, dy: string, input: number): string {
  const { builder } = context
  const other = context.input(1 - input)
  const shape = context.inputType(input).shape
  const full = builder.shapeOf(dy)
  if (isChannelShape(full, shape) && builder.shapeOf(other).join() === full.join())
    return channelDot(builder, dy, other)
  return reduceTo(builder, builder.op('Mul', [dy, other]), shape)
}

const add = binary('Add', ({ builder, inputType, needs }, dy) =>
  [0, 1].map((i) => (needs(i) ? reduceTo(builder, dy, inputType(i).shape) : undefined)),
)

const subtract = binary('Sub', ({ builder, inputType, needs }, dy) => [
  needs(0) ? reduceTo(builder, dy, inputType(0).shape) : undefined,
  needs(1) ? builder.op('Neg', [reduceTo(builder, dy, inputType(1).shape)]) : undefined,
])

const multiply = binary('Mul', (context, dy) =>
  [0, 1].map((i) => (context.needs(i) ? productGradient(context, dy, i) : undefined)),
)

const divide = binary('Div', ({ builder, node, input, inputType, needs }, dy) => {
  const scaled = builder.op('Div', [dy, input(1)])
  const quotient = node.outputs[0] as string
  return [
    needs(0) ? reduceTo(builder, scaled, inputType(0).shape) : undefined,
    needs(1)
      ? builder.op('Neg', [reduceTo(builder, builder.op('Mul', [scaled, quotient]), inputType(1).shape)])
      : undefined,
  ]
})

const root = unary('Sqrt', ({ builder, node }, dy) =>
  builder.op('Mul', [builder.op('Div', [dy, node.outputs[0] as string]), builder.scalar(0.5)]),
)

/** By the base p·x^(p-1); by the exponent y·ln x, where x is positive. */
const power = binary('Pow', ({ builder, node, input, inputType, needs }, dy) => {
  const [x, exponent] = [input(0), input(1)]
  const less = () => {
    const known = builder.valuesOf(exponent)
    if (known?.every((value) => value === 2)) return x
    return builder.op('Pow', [x, builder.op('Sub', [exponent, builder.scalar(1)])])
  }
  const byBase = () => builder.op('Mul', [dy, builder.op('Mul', [exponent, less()])])
  const byExponent = () =>
    builder.op('Mul', [dy, builder.op('Mul', [node.outputs[0] as string, builder.op('Log', [x])])])
  return [
    needs(0) ? reduceTo(builder, byBase(), inputType(0).shape) : undefined,
    needs(1) ? reduceTo(builder, byExponent(), inputType(1).shape) : undefined,
  ]
})

/** 0 at 0; without Sign, which not every device has. */
const absolute = unary('Abs', ({ builder, input }, dy) => {
  const where = (comparison: string) => masked(builder, builder.op(comparison, [input(0), builder.scalar(0)]), dy)
  return builder.op('Sub', [where('Greater'), where('Less')])
})

const channelDotOperator: Operator = {
  type: 'ChannelDot',
  domain: internalDomain,
  infer: (context) => {
    const { type, shape } = context.type(0)
    return [{ type, shape: [shape[0] as number, shape[1] as number, 1, 1] }]
  },
  lower: (builder, node) => [
    builder.op('ReduceSum', [builder.op('Mul', node.inputs), builder.integers(2, 3)], { keepdims: int(1) }),
  ],
}

export const elementwiseOperators: readonly Operator[] = [
  add,
  subtract,
  multiply,
  divide,
  root,
  channelDotOperator,
  power,
  binary('Max'),
  binary('Min'),
  unary('Neg', ({ builder }, dy) => builder.op('Neg', [dy])),
  unary('Identity', (_, dy) => dy),
  unary('Exp', ({ builder, node }, dy) => builder.op('Mul', [dy, node.outputs[0] as string])),
  unary('Log', ({ builder, input }, dy) => builder.op('Div', [dy, input(0)])),
  unary('Reciprocal', ({ builder, node }, dy) => {
    const y = node.outputs[0] as string
    return builder.op('Neg', [builder.op('Mul', [dy, builder.op('Mul', [y, y])])])
  }),
  absolute,
  unary('Sign'),
  unary('Floor'),
  unary('Ceil'),
]
