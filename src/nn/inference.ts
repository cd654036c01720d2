import { bindParameters } from './bind.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { foldBatchNorm } from './graph/passes/fold-batch-norm.ts'
import type { OnnxModel } from './graph/types.ts'
import type { Network } from './network.ts'
import type { TensorMap } from './tensor.ts'

/** The network as others use it: weights constant, batch normalisation folded into the convolutions, noise left out.
 *  `image` float32 [n,3,size,size], normalised RGB, gives `logits` [n,classes], for any n.
 *  Throws `AppError('compute_failed')` for a parameter that is missing. */
export function inferenceModel(network: Network, parameters: TensorMap): OnnxModel {
  return { graph: removeDeadNodes(foldBatchNorm(bindParameters(network, parameters))), metadata: new Map() }
}
