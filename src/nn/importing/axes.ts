import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import type { GraphNode } from '../graph/types.ts'

/** Which input of an operator names axes. */
const axesInputs: ReadonlyMap<string, number> = new Map([
  ['Pad', 3],
  ['ReduceL2', 1],
  ['ReduceMax', 1],
  ['ReduceMean', 1],
  ['ReduceMin', 1],
  ['ReduceSum', 1],
  ['ReduceSumSquare', 1],
  ['Slice', 3],
  ['Squeeze', 1],
  ['Unsqueeze', 1],
])

/** Throws `AppError('model_unreadable')` where a node names an axis that its input does not have: shape rules count on
 *  those that exist. */
export function requireAxes(builder: GraphBuilder, node: GraphNode, inputs: readonly string[]): void {
  const { axis, axes } = node.attributes
  const place = axesInputs.get(node.type)
  const named = [
    ...(axis?.kind === 'int' ? [axis.value] : []),
    ...(axes?.kind === 'ints' ? axes.value : []),
    ...(builder.valuesOf((place !== undefined && inputs[place]) || '') ?? []),
  ]
  if (named.length === 0) return
  const [first = ''] = inputs
  const added = node.type === 'Unsqueeze' ? named.length : 0
  const rank = (first === '' ? 0 : builder.shapeOf(first).length) + added
  // Flatten may begin behind the last axis.
  const last = node.type === 'Flatten' ? rank : rank - 1
  if (named.every((one) => Number.isInteger(one) && one >= -rank && one <= last)) return
  throw new AppError('model_unreadable', `${node.type} names the axes [${named}] of a value that has ${rank}.`)
}
