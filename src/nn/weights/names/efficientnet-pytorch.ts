/* Names of lukemelas' efficientnet_pytorch, whose blocks are counted through all stages, beside torchvision's. Source: its
   model.py (MBConvBlock and EfficientNet). */

const outside: Readonly<Record<string, string>> = {
  _conv_stem: 'features.0.0',
  _bn0: 'features.0.1',
  _conv_head: 'features.8.0',
  _bn1: 'features.8.1',
  _fc: 'classifier.1',
}

/** A block that does not expand: the first stage's. */
const separable: Readonly<Record<string, string>> = {
  _depthwise_conv: '0.0',
  _bn1: '0.1',
  _se_reduce: '1.fc1',
  _se_expand: '1.fc2',
  _project_conv: '2.0',
  _bn2: '2.1',
}

const inverted: Readonly<Record<string, string>> = {
  _expand_conv: '0.0',
  _bn0: '0.1',
  _depthwise_conv: '1.0',
  _bn1: '1.1',
  _se_reduce: '2.fc1',
  _se_expand: '2.fc2',
  _project_conv: '3.0',
  _bn2: '3.1',
}

const pattern = /^(?:_blocks\.(\d+)\.)?(_\w+)\.(\w+)$/

/** torchvision's name of one of EfficientNet's parameters in efficientnet_pytorch; undefined for a name that is not of it.
 *  `blocks`: torchvision's blocks, such as `features.1.0`, in their order. */
export function efficientNetPyTorchName(name: string, blocks: readonly string[]): string | undefined {
  const [, counted, layer = '', parameter] = pattern.exec(name) ?? []
  if (parameter === undefined) return undefined
  if (counted === undefined) return layer in outside ? `${outside[layer]}.${parameter}` : undefined
  const block = blocks[Number(counted)]
  const place = (block?.startsWith('features.1.') ? separable : inverted)[layer]
  return block === undefined || place === undefined ? undefined : `${block}.block.${place}.${parameter}`
}

/** Whether tensors have its names: every network of it has TensorFlow's padding and epsilon. */
export function isEfficientNetPyTorch(names: Iterable<string>): boolean {
  return [...names].some((name) => /(^|\.)_conv_stem\.weight$/.test(name))
}
