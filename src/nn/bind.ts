import { floatAttribute } from './graph/attributes.ts'
import { type Rewrite, renamed, rewriteGraph } from './graph/copy.ts'
import { type Graph, internalDomain } from './graph/types.ts'
import type { Network } from './network.ts'
import { stochasticDepthMark } from './operators/noise.ts'
import { floatEntry, type TensorMap } from './tensor.ts'

/** Places of noise are left out: they exist only while training. */
const quiet: Rewrite = (_, node, names) =>
  node.domain === internalDomain ? [names.get(node.inputs[0] ?? '') ?? ''] : undefined

/** Places of noise are written as ONNX's Dropout, which does nothing where a file is used but is found again where it is
 *  trained; the node's name tells stochastic depth from dropout. */
const withNoise: Rewrite = (builder, node, names) => {
  if (node.domain !== internalDomain) return undefined
  const [x = ''] = renamed(node, names)
  const marked = node.type !== 'StochasticDepth' || node.name.startsWith(stochasticDepthMark)
  const name = marked ? node.name : `${stochasticDepthMark}${node.name}`
  const outputs = node.outputs.map((output) => builder.freeName(output))
  return builder.node('Dropout', [x, builder.scalar(floatAttribute(node, 'ratio', 0))], { name, outputs })
}

/** A network's graph with its parameters as constants, which takes `image` alone. `noise` keeps dropout and stochastic
 *  depth for those who train it further.
 *  Throws `AppError('compute_failed')` for a parameter that is missing. */
export function bindParameters(network: Network, parameters: TensorMap, { noise = false } = {}): Graph {
  const constants = new Map(network.graph.constants)
  for (const { name } of network.parameters) constants.set(name, floatEntry(parameters, name))
  const inputs = network.graph.inputs.filter((input) => !constants.has(input.name))
  return rewriteGraph({ ...network.graph, constants, inputs }, noise ? withNoise : quiet)
}
