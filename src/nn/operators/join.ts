import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { int, type ValueType } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { axisFrom, known } from './known.ts'
import type { Operator } from './types.ts'

/** Zeros that take no room in the file. */
function nothing(builder: GraphBuilder, shape: Shape): string {
  return builder.op('Expand', [builder.scalar(0), builder.integers(...shape)])
}

const concat: Operator = {
  type: 'Concat',
  domain: '',
  infer: (context) => {
    const parts = context.node.inputs.map((_, index) => context.type(index))
    const [first] = parts
    if (first === undefined) throw new AppError('model_unreadable', 'A Concat has no inputs.')
    const axis = axisFrom(intAttribute(context.node, 'axis', 0), first.shape.length)
    const total = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0)
    return [{ type: first.type, shape: first.shape.map((dimension, i) => (i === axis ? total : dimension)) }]
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const rank = inputType(0).shape.length
    const axis = axisFrom(intAttribute(node, 'axis', 0), rank)
    const sizes = node.inputs.map((_, index) => inputType(index).shape[axis] ?? 0)
    return builder.node('Split', [dy, builder.integers(...sizes)], {
      attributes: { axis: int(axis) },
      count: sizes.length,
    })
  },
}

const split: Operator = {
  type: 'Split',
  domain: '',
  infer: (context): readonly ValueType[] => {
    const { type, shape } = context.type(0)
    const axis = axisFrom(intAttribute(context.node, 'axis', 0), shape.length)
    const length = shape[axis] as number
    const count = context.node.outputs.length
    const sizes = context.has(1)
      ? known(context, 1)
      : Array.from({ length: count }, (_, i) =>
          Math.min(Math.ceil(length / count), length - i * Math.ceil(length / count)),
        )
    const sized = (size: number): Shape => shape.map((dimension, i) => (i === axis ? size : dimension))
    return sizes.map((size) => ({ type, shape: sized(size) }))
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const rank = inputType(0).shape.length
    const axis = axisFrom(intAttribute(node, 'axis', 0), rank)
    const parts = node.outputs.map((output, index) => gradient(index) ?? nothing(builder, builder.shapeOf(output)))
    return [builder.op('Concat', parts, { axis: int(axis) })]
  },
}

export const joinOperators: readonly Operator[] = [concat, split]
