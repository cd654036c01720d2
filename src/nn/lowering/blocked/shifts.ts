import type { GraphNode } from '../../graph/types.ts'

/** Convolutions without a bias whose image nothing but one batch normalisation and its gradient looks at, by the
 *  image's name, and the guess of the mean that may then be subtracted: batch normalisation takes out what it adds. */
export function findShifts(nodes: readonly GraphNode[], outputs: Iterable<string>): ReadonlyMap<string, string> {
  const consumers = new Map<string, GraphNode[]>()
  for (const node of nodes)
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node])
  const kept = new Set(outputs)
  const shifts = new Map<string, string>()
  for (const node of nodes) {
    const image = node.outputs[0] ?? ''
    if (node.type !== 'Conv' || (node.inputs[2] ?? '') !== '' || kept.has(image)) continue
    const users = consumers.get(image) ?? []
    const normalisation = users.find((user) => user.type === 'BatchNormTraining' && user.inputs[0] === image)
    const guess = normalisation?.inputs[3]
    const others = users.filter((user) => user !== normalisation)
    const own = others.every(
      (user) => user.type === 'BatchNormGradient' && user.inputs[3] === normalisation?.outputs[2],
    )
    if (guess !== undefined && own) shifts.set(image, guess)
  }
  return shifts
}
