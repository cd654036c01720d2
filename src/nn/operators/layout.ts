import { AppError } from '#shared/errors.ts'
import { intAttribute, intsAttribute } from '../graph/attributes.ts'
import { ints } from '../graph/types.ts'
import { elementCount } from '../tensor.ts'
import { broadcastShape, reduceTo } from './broadcast.ts'
import { axisFrom, fromEnd, known } from './known.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

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
    const zeroMeansZero = intAttribute(context.node, 'allowzero', 0) === 1
    const target = known(context, 1).map((dimension, axis) =>
      dimension === 0 && !zeroMeansZero ? (shape[axis] ?? 0) : dimension,
    )
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
    const axis = fromEnd(intAttribute(context.node, 'axis', 1), shape.length)
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
    const axes = axesOf(context)?.map((axis) => axisFrom(axis, shape.length))
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
    const places = axes.map((axis) => axisFrom(axis, rank))
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

export const layoutOperators: readonly Operator[] = [reshape, flatten, squeeze, unsqueeze, transpose, expand]
