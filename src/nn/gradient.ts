import { AppError, asAppError } from '#shared/errors.ts'
import type { GraphBuilder } from './graph/builder.ts'
import type { GraphNode } from './graph/types.ts'
import { findOperator } from './operators/registry.ts'

/** A node that the backward pass could not go through, and why. */
interface Obstacle {
  readonly node: GraphNode
  readonly reason: string
}

/** Adds the backward pass to a graph. `seeds` gives, for each value it starts from, the name of the loss's gradient by
 *  that value; the result gives the same for every value of `wanted` that the seeds depend on.
 *  Throws `AppError('operator_unsupported')` naming an operator on the way that has no gradient, its node, and the first
 *  of `wanted` behind which no such operator lies: with all before it frozen, training works. `names` gives the
 *  name a person knows a value by, where it has another. */
export function addGradients(
  builder: GraphBuilder,
  seeds: ReadonlyMap<string, string>,
  wanted: Iterable<string>,
  names: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const forward = [...builder.nodes]
  const ends = [...wanted]
  const reached = valuesDependingOn(forward, ends)
  const gradients = new Map(seeds)
  const obstacles: Obstacle[] = []
  for (const node of forward.toReversed()) {
    if (!node.inputs.some((input) => reached.has(input))) continue
    if (!node.outputs.some((output) => gradients.has(output))) continue
    const contributions = gradientOf(builder, node, gradients, reached)
    if ('reason' in contributions) {
      obstacles.push(contributions)
      continue
    }
    for (const [index, input] of node.inputs.entries()) {
      const contribution = contributions[index]
      if (contribution === undefined || !reached.has(input)) continue
      const earlier = gradients.get(input)
      gradients.set(input, earlier === undefined ? contribution : builder.op('Add', [earlier, contribution]))
    }
  }
  const [last] = obstacles
  if (last !== undefined) {
    const first = firstBeyond(forward, ends, obstacles)
    throw unsupported(last, first === undefined ? undefined : (names.get(first) ?? first))
  }
  return gradients
}

function gradientOf(
  builder: GraphBuilder,
  node: GraphNode,
  gradients: ReadonlyMap<string, string>,
  reached: ReadonlySet<string>,
): readonly (string | undefined)[] | Obstacle {
  const operator = findOperator(node.type, node.domain)
  if (operator.gradient === undefined) return { node, reason: `The operator ${node.type} has no gradient.` }
  const input = (index: number) => node.inputs[index] ?? ''
  try {
    return operator.gradient({
      builder,
      node,
      input,
      gradient: (output) => gradients.get(node.outputs[output] ?? ''),
      needs: (index) => reached.has(input(index)),
      inputType: (index) => builder.typeOf(input(index)),
    })
  } catch (error) {
    const { code, message } = asAppError(error)
    if (code !== 'operator_unsupported') throw error
    return { node, reason: message }
  }
}

/** The wanted values and all that is computed from them. */
function valuesDependingOn(nodes: readonly GraphNode[], wanted: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(wanted)
  for (const node of nodes) {
    if (node.inputs.some((input) => reached.has(input))) for (const output of node.outputs) reached.add(output)
  }
  return reached
}

/** The first of the wanted values, in the order in which nodes first use them, from which on none leads to an obstacle. */
function firstBeyond(
  nodes: readonly GraphNode[],
  wanted: readonly string[],
  obstacles: readonly Obstacle[],
): string | undefined {
  const asked = new Set(wanted)
  const inOrder = [...new Set(nodes.flatMap(({ inputs }) => inputs.filter((input) => asked.has(input))))]
  const leads = (value: string) => {
    const reached = valuesDependingOn(nodes, [value])
    return obstacles.some(({ node }) => node.inputs.some((input) => reached.has(input)))
  }
  return inOrder[inOrder.findLastIndex(leads) + 1]
}

function unsupported({ node, reason }: Obstacle, first: string | undefined): AppError {
  const remedy =
    first === undefined
      ? 'Nothing that was to be differentiated comes after it.'
      : `Training works from ${first} on, if everything before it is frozen.`
  return new AppError('operator_unsupported', `${reason} It is the node ${node.name}. ${remedy}`, {
    details: { operator: node.type, node: node.name, ...(first === undefined ? {} : { firstTrainable: first }) },
  })
}
