import { floatAttribute } from './graph/attributes.ts'
import { type Rewrite, renamed, rewriteGraph } from './graph/copy.ts'
import { type Graph, internalDomain } from './graph/types.ts'
import type { Network } from './network.ts'
import { floatEntry, type TensorMap } from './tensor.ts'

/** Places of noise are left out: they exist only while training. */
const quiet: Rewrite = (_, node, names) =>
  node.domain === internalDomain ? [names.get(node.inputs[0] ?? '') ?? ''] : undefined

/** Dropout is written as ONNX's own, which does nothing where a file is used but is found again where it is trained. */
const withDropout: Rewrite = (builder, node, names) => {
  if (node.domain !== internalDomain || node.type !== 'Dropout') return quiet(builder, node, names)
  const [x = ''] = renamed(node, names)
  return [builder.op('Dropout', [x, builder.scalar(floatAttribute(node, 'ratio', 0))])]
}

/** A network's graph with its parameters as constants, which takes `image` alone.
 *  Throws `AppError('compute_failed')` for a parameter that is missing. */
export function bindParameters(network: Network, parameters: TensorMap, { dropout = false } = {}): Graph {
  const constants = new Map(network.graph.constants)
  for (const { name } of network.parameters) constants.set(name, floatEntry(parameters, name))
  const inputs = network.graph.inputs.filter((input) => !constants.has(input.name))
  return rewriteGraph({ ...network.graph, constants, inputs }, dropout ? withDropout : quiet)
}
