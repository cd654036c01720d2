import { AppError } from '#shared/errors.ts'
import { intAttribute, intsAttribute } from '../graph/attributes.ts'
import { int, ints, type ValueType } from '../graph/types.ts'
import { elementCount, type Shape, zeros } from '../tensor.ts'
import { broadcastShape, reduceTo } from './broadcast.ts'
import { sliceOperator } from './slice.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

function known(context: InferContext, input: number): readonly number[] {
  const values = context.constant(input)
  if (values === undefined) {
    throw new AppError(
      'operator_unsupported',
      `${context.node.type} whose ${context.node.inputs[input]} is computed is not supported.`,
    )
  }
  return values
}

/** Gives dy back in the shape of the input; the gradient of everything that only renames places. */
function reshapedBack({ builder, gradient, inputType }: GradientContext): readonly (string | undefined)[] {
  const dy = gradient(0)
  return dy === undefined ? [] : [builder.op('Reshape', [dy, builder.integers(...inputType(0).shape)])]
}

const reshape: Operator = {
  type: 'Reshape',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const target = known(context, 1).map((dimension, axis) => (dimension === 0 ? (shape[axis] ?? 0) : dimension))
    const given = target.filter((dimension) => dimension !== -1).reduce((a, b) => a * b, 1)
    const result = target.map((dimension) => (dimension === -1 ? elementCount(shape) / given : dimension))
    if (elementCount(result) !== elementCount(shape) || !result.every(Number.isInteger)) {
      throw new AppError('model_unreadable', `A value of shape [${shape}] cannot be reshaped to [${target}].`)
    }
    return [{ type, shape: result }]
  },
  gradient: reshapedBack,
}

const flatten: Operator = {
  type: 'Flatten',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const axis = intAttribute(context.node, 'axis', 1)
    return [{ type, shape: [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))] }]
  },
  gradient: reshapedBack,
}

/** Axes of Squeeze and Unsqueeze, from an attribute (older files) or the second input. */
function axesOf(context: InferContext): readonly number[] | undefined {
  return intsAttribute(context.node, 'axes') ?? (context.has(1) ? known(context, 1) : undefined)
}

const squeeze: Operator = {
  type: 'Squeeze',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const axes = axesOf(context)?.map((axis) => (axis < 0 ? axis + shape.length : axis))
    return [
      { type, shape: shape.filter((dimension, axis) => (axes === undefined ? dimension !== 1 : !axes.includes(axis))) },
    ]
  },
  gradient: reshapedBack,
}

const unsqueeze: Operator = {
  type: 'Unsqueeze',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const axes = axesOf(context) ?? []
    const rank = shape.length + axes.length
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis))
    const rest = shape.values()
    return [
      {
        type,
        shape: Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? 1 : (rest.next().value ?? 1))),
      },
    ]
  },
  gradient: reshapedBack,
}

function orderOf(node: InferContext['node'], rank: number): readonly number[] {
  return intsAttribute(node, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis)
}

const transpose: Operator = {
  type: 'Transpose',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    return [{ type, shape: orderOf(context.node, shape.length).map((axis) => shape[axis] ?? 0) }]
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const order = orderOf(node, inputType(0).shape.length)
    return [builder.op('Transpose', [dy], { perm: ints(order.map((_, axis) => order.indexOf(axis))) })]
  },
}

const expand: Operator = {
  type: 'Expand',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    return [{ type, shape: broadcastShape(shape, known(context, 1)) }]
  },
  gradient: ({ builder, gradient, inputType }) => {
    const dy = gradient(0)
    return dy === undefined ? [] : [reduceTo(builder, dy, inputType(0).shape)]
  },
}

const concat: Operator = {
  type: 'Concat',
  domain: '',
  infer: (context) => {
    const parts = context.node.inputs.map((_, index) => context.type(index))
    const [first] = parts
    if (first === undefined) throw new AppError('model_unreadable', 'A Concat has no inputs.')
    const axis = (intAttribute(context.node, 'axis', 0) + first.shape.length) % first.shape.length
    const total = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0)
    return [{ type: first.type, shape: first.shape.map((dimension, i) => (i === axis ? total : dimension)) }]
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const rank = inputType(0).shape.length
    const axis = (intAttribute(node, 'axis', 0) + rank) % rank
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
    const axis = (intAttribute(context.node, 'axis', 0) + shape.length) % shape.length
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
    const axis = (intAttribute(node, 'axis', 0) + rank) % rank
    const parts = node.outputs.map(
      (output, index) => gradient(index) ?? builder.constant(zeros(builder.shapeOf(output))),
    )
    return [builder.op('Concat', parts, { axis: int(axis) })]
  },
}

const shapeOperator: Operator = {
  type: 'Shape',
  domain: '',
  infer: (context) => [{ type: 'int64', shape: [context.type(0).shape.length] }],
}

const gather: Operator = {
  type: 'Gather',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const axis = (intAttribute(context.node, 'axis', 0) + shape.length) % shape.length
    return [{ type, shape: [...shape.slice(0, axis), ...context.type(1).shape, ...shape.slice(axis + 1)] }]
  },
}

const pad: Operator = {
  type: 'Pad',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const pads = known(context, 1)
    return [
      { type, shape: shape.map((dimension, axis) => dimension + (pads[axis] ?? 0) + (pads[axis + shape.length] ?? 0)) },
    ]
  },
}

export const layoutOperators: readonly Operator[] = [
  reshape,
  flatten,
  squeeze,
  unsqueeze,
  transpose,
  expand,
  concat,
  split,
  shapeOperator,
  gather,
  pad,
  sliceOperator,
]
