import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import type { Network } from '#nn/network.ts'
import type { Tensor } from '#nn/tensor.ts'
import { matchNames } from '#nn/weights/match.ts'
import { gradeCount } from '#shared/grades.ts'

/** The network that a file's tensors are the weights of, all but its classifier; undefined where none is. */
export function fittingNetwork(tensors: ReadonlyMap<string, Tensor>): string | undefined {
  return architectures.find(({ name, family }) => {
    const network = buildNetwork({ architecture: name, classes: gradeCount })
    return holdsBody(network, family, tensors)
  })?.name
}

function holdsBody(network: Network, family: string, tensors: ReadonlyMap<string, Tensor>): boolean {
  const { given } = matchNames(network, family, tensors)
  return network.parameters.every(({ name, shape, group }) => {
    return group === 'head' || given.get(name)?.tensor.shape.join() === shape.join()
  })
}
