import { denseNetName } from './densenet.ts'
import { efficientNetName } from './efficientnet.ts'

/** By family of architectures. ResNet and ResNeXt have the same names in torchvision and timm. */
const renamings: Readonly<Record<string, (name: string) => string>> = {
  densenet: denseNetName,
  efficientnet: efficientNetName,
}

/** The network's own (torchvision's) name for a parameter that a file names as torchvision or timm does. */
export function networkName(family: string, name: string): string {
  // What PyTorch's DataParallel puts before every name.
  const bare = name.replace(/^module\./, '')
  return renamings[family]?.(bare) ?? bare
}
