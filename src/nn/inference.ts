import { rewriteGraph } from './graph/copy.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { foldBatchNorm } from './graph/passes/fold-batch-norm.ts'
import { type Graph, internalDomain, type OnnxModel } from './graph/types.ts'
import type { Network } from './network.ts'
import { floatEntry, type TensorMap } from './tensor.ts'

/** The network as others use it: weights constant, batch normalisation folded into the convolutions, noise left out.
 *  `image` float32 [n,3,size,size], normalised RGB, gives `logits` [n,classes], for any n.
 *  Throws `AppError('compute_failed')` for a parameter that is missing. */
export function inferenceModel(network: Network, parameters: TensorMap): OnnxModel {
  const constants = new Map(network.graph.constants)
  for (const { name } of network.parameters) constants.set(name, floatEntry(parameters, name))
  const bound: Graph = {
    ...network.graph,
    constants,
    inputs: network.graph.inputs.filter((input) => !constants.has(input.name)),
  }
  const quiet = rewriteGraph(bound, (_, node, names) =>
    node.domain === internalDomain ? [names.get(node.inputs[0] ?? '') ?? ''] : undefined,
  )
  return { graph: removeDeadNodes(foldBatchNorm(quiet)), metadata: new Map() }
}
