import type { GraphNode } from '../../graph/types.ts'

/** Images of convolutions without a bias that nothing but one batch normalisation and its gradient looks at. A guess of
 *  the mean may be subtracted from them as they are computed: batch normalisation takes out what that adds. */
export function findShiftable(nodes: readonly GraphNode[], outputs: Iterable<string>): ReadonlySet<string> {
  const consumers = new Map<string, GraphNode[]>()
  for (const node of nodes)
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node])
  const kept = new Set(outputs)
  const shiftable = new Set<string>()
  for (const node of nodes) {
    const image = node.outputs[0] ?? ''
    if (node.type !== 'Conv' || (node.inputs[2] ?? '') !== '' || kept.has(image)) continue
    const users = consumers.get(image) ?? []
    const normalisation = users.find((user) => user.type === 'BatchNormTraining' && user.inputs[0] === image)
    const others = users.filter((user) => user !== normalisation)
    const own = others.every(
      (user) => user.type === 'BatchNormGradient' && user.inputs[3] === normalisation?.outputs[2],
    )
    if (normalisation !== undefined && own) shiftable.add(image)
  }
  return shiftable
}
