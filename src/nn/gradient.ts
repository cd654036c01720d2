import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from './graph/builder.ts'
import type { GraphNode } from './graph/types.ts'
import { findOperator } from './operators/registry.ts'

/** Adds the backward pass to a graph. `seeds` gives, for each value it starts from, the name of the loss's gradient by
 *  that value; the result gives the same for every value of `wanted` that the seeds depend on.
 *  Throws `AppError('operator_unsupported')` naming an operator on the way that has no gradient. */
export function addGradients(
  builder: GraphBuilder,
  seeds: ReadonlyMap<string, string>,
  wanted: Iterable<string>,
): ReadonlyMap<string, string> {
  const forward = [...builder.nodes]
  const reached = valuesDependingOn(forward, wanted)
  const gradients = new Map(seeds)
  for (const node of forward.toReversed()) {
    if (!node.inputs.some((input) => reached.has(input))) continue
    if (!node.outputs.some((output) => gradients.has(output))) continue
    const contributions = gradientOf(builder, node, gradients, reached)
    for (const [index, input] of node.inputs.entries()) {
      const contribution = contributions[index]
      if (contribution === undefined || !reached.has(input)) continue
      const earlier = gradients.get(input)
      gradients.set(input, earlier === undefined ? contribution : builder.op('Add', [earlier, contribution]))
    }
  }
  return gradients
}

function gradientOf(
  builder: GraphBuilder,
  node: GraphNode,
  gradients: ReadonlyMap<string, string>,
  reached: ReadonlySet<string>,
): readonly (string | undefined)[] {
  const operator = findOperator(node.type, node.domain)
  if (operator.gradient === undefined) {
    throw new AppError('operator_unsupported', `The operator ${node.type} has no gradient.`, {
      details: { operator: node.type, node: node.name },
    })
  }
  const input = (index: number) => node.inputs[index] ?? ''
  return operator.gradient({
    builder,
    node,
    input,
    gradient: (output) => gradients.get(node.outputs[output] ?? ''),
    needs: (index) => reached.has(input(index)),
    inputType: (index) => builder.typeOf(input(index)),
  })
}

/** The wanted values and all that is computed from them. */
function valuesDependingOn(nodes: readonly GraphNode[], wanted: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(wanted)
  for (const node of nodes) {
    if (node.inputs.some((input) => reached.has(input))) for (const output of node.outputs) reached.add(output)
  }
  return reached
}
