import type { Network } from '#nn/network.ts'
import { initialParameters } from '#nn/parameters.ts'
import { type TensorMap, zeros } from '#nn/tensor.ts'

/** Where a fit from scratch starts: Kaiming, but the classifier at zero. torchvision's start, uniform within 1/√classes,
 *  is meant for a thousand classes: with five it gives logits of deviation 9, and short fits never recover from the first
 *  losses. At zero every grade starts equally likely, with a loss of ln 5, and the rest is unharmed. */
export function startingParameters(network: Network, seed: number): TensorMap {
  const parameters = initialParameters(network, seed)
  for (const { name, group, shape } of network.parameters) {
    if (group === 'head' && shape.length === 2) parameters.set(name, zeros(shape))
  }
  return parameters
}
