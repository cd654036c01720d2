import { intAttribute, intsAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { type GraphNode, int, ints } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { axisFrom, known } from './known.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

/** Axes of a reduction, from its attribute or its second input; none means all, unless the node says otherwise. */
function reducedAxes(node: GraphNode, rank: number, given: readonly number[] | undefined): readonly number[] {
  const axes = intsAttribute(node, 'axes') ?? given ?? []
  if (axes.length > 0) return axes.map((axis) => axisFrom(axis, rank))
  return intAttribute(node, 'noop_with_empty_axes', 0) === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis)
}

function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  return shape.flatMap((dimension, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [dimension]))
}

function infer(context: InferContext) {
  const { type, shape } = context.type(0)
  const axes = reducedAxes(context.node, shape.length, context.has(1) ? known(context, 1) : undefined)
  return [{ type, shape: reducedShape(shape, axes, intAttribute(context.node, 'keepdims', 1) === 1) }]
}

/** dy spread back over the reduced axes, to the shape of the input. */
function spread({ builder, node, inputType }: GradientContext, dy: string): { spread: string; count: number } {
  const { shape } = inputType(0)
  const axes = reducedAxes(node, shape.length, builder.valuesOf(node.inputs[1] ?? ''))
  const kept = builder.op('Reshape', [dy, builder.integers(...reducedShape(shape, axes, true))])
  const count = axes.reduce((product, axis) => product * (shape[axis] ?? 1), 1)
  return { spread: builder.op('Expand', [kept, builder.integers(...shape)]), count }
}

const sum: Operator = {
  type: 'ReduceSum',
  domain: '',
  infer,
  gradient: (context) => {
    const dy = context.gradient(0)
    return dy === undefined ? [] : [spread(context, dy).spread]
  },
}

const mean: Operator = {
  type: 'ReduceMean',
  domain: '',
  infer,
  gradient: (context) => {
    const dy = context.gradient(0)
    if (dy === undefined) return []
    const { builder, node, inputType } = context
    const { shape } = inputType(0)
    const axes = reducedAxes(node, shape.length, builder.valuesOf(node.inputs[1] ?? ''))
    const count = axes.reduce((product, axis) => product * (shape[axis] ?? 1), 1)
    return [spread(context, builder.op('Mul', [dy, builder.scalar(1 / count)])).spread]
  },
}

const sumSquare: Operator = { type: 'ReduceSumSquare', domain: '', infer }
const largest: Operator = { type: 'ReduceMax', domain: '', infer }

/** A reduction over `axes`, spelled as the graph's operator set has it. */
function reduce(type: string, builder: GraphBuilder, x: string, axes: readonly number[], keep: boolean): string {
  const keepdims = int(keep ? 1 : 0)
  return builder.opset >= 18
    ? builder.op(type, [x, builder.integers(...axes)], { keepdims })
    : builder.op(type, [x], { axes: ints(axes), keepdims })
}

export function reduceMean(builder: GraphBuilder, x: string, axes: readonly number[], keep = true): string {
  return reduce('ReduceMean', builder, x, axes, keep)
}

export function reduceMax(builder: GraphBuilder, x: string, axes: readonly number[], keep = true): string {
  return reduce('ReduceMax', builder, x, axes, keep)
}

export const reductionOperators: readonly Operator[] = [sum, mean, sumSquare, largest]
