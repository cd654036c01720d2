import type { Network } from '../../network.ts'
import { denseNetName } from './densenet.ts'
import { efficientNetName } from './efficientnet.ts'
import { efficientNetPyTorchName } from './efficientnet-pytorch.ts'

/** By family of architectures. ResNet and ResNeXt have the same names in torchvision and timm. `blocks`: of the network, in
 *  their order. */
const renamings: Readonly<Record<string, (name: string, blocks: readonly string[]) => string>> = {
  densenet: denseNetName,
  efficientnet: (name, blocks) => efficientNetPyTorchName(name, blocks) ?? efficientNetName(name),
}

/** The network's own (torchvision's) name for a parameter that a file names as torchvision, timm or, of EfficientNet,
 *  efficientnet_pytorch does. */
export function networkName(family: string, name: string, blocks: readonly string[] = []): string {
  return renamings[family]?.(name, blocks) ?? name
}

/** The blocks of a network by the names that their parameters begin with, in their order. */
export function blocksOf({ parameters }: Pick<Network, 'parameters'>): readonly string[] {
  return [...new Set(parameters.flatMap(({ name }) => /^(\w+\.\d+\.\d+)\.block\./.exec(name)?.[1] ?? []))]
}
