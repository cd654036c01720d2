import { mainName } from '#nn/auxiliary.ts'
import type { GraphNode } from '#nn/graph/types.ts'
import { internalDomain } from '#nn/graph/types.ts'
import type { Network } from '#nn/network.ts'
import { isOedemaParameter } from '#nn/oedema-output.ts'
import { initialParameters } from '#nn/parameters.ts'
import { type TensorMap, zeros } from '#nn/tensor.ts'

/** Where a fit from scratch starts: Kaiming, but for two things that short fits on few photographs cannot do without.
 *  The classifier starts at zero: torchvision's start, uniform within 1/√classes, is meant for a thousand classes, and with
 *  five its logits spread over ±9. And every residual block starts as the identity: the scale of its last batch
 *  normalisation is zero (Goyal 2017), so that the network is shallow at first and deepens as it learns. */
export function startingParameters(network: Network, seed: number): TensorMap {
  const parameters = initialParameters(network, seed)
  const branches = branchScales(network.graph.nodes)
  // Only the last: layers before it that started at zero as well would leave it without a gradient. A second output beside
  // it starts at zero of itself.
  const classifier = network.parameters.findLast(
    ({ name, group, shape }) => group === 'head' && shape.length === 2 && !isOedemaParameter(name),
  )
  for (const { name, shape } of network.parameters) {
    if (name === classifier?.name || branches.has(mainName(name))) parameters.set(name, zeros(shape))
  }
  return parameters
}

/** Names of the scales of batch normalisations that end a residual branch: those whose output, perhaps through stochastic
 *  depth, is added to something that is no such branch itself. */
function branchScales(nodes: readonly GraphNode[]): ReadonlySet<string> {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const endOf = (value: string): GraphNode | undefined => {
    const maker = makers.get(value)
    return maker?.domain === internalDomain ? endOf(maker.inputs[0] ?? '') : maker
  }
  const scales = new Set<string>()
  for (const node of nodes) {
    if (node.type !== 'Add') continue
    // The branch is the input that was made last; the other leads back to the block's start.
    const ends = node.inputs.map(endOf).filter((end) => end?.type === 'BatchNormalization')
    const last = ends.sort((a, b) => nodes.indexOf(b as GraphNode) - nodes.indexOf(a as GraphNode))[0]
    const scale = last?.inputs[1]
    if (scale) scales.add(scale)
  }
  return scales
}
