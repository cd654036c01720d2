/* timm's names of EfficientNet's layers, and torchvision's. Source: timm's _efficientnet_blocks.py (its
   DepthwiseSeparableConv and InvertedResidual) beside torchvision's MBConv. */

const outside: Readonly<Record<string, string>> = {
  conv_stem: 'features.0.0',
  bn1: 'features.0.1',
  conv_head: 'features.8.0',
  bn2: 'features.8.1',
  classifier: 'classifier.1',
}

/** A block that does not expand: the first stage's. */
const separable: Readonly<Record<string, string>> = {
  conv_dw: '0.0',
  bn1: '0.1',
  'se.conv_reduce': '1.fc1',
  'se.conv_expand': '1.fc2',
  conv_pw: '2.0',
  bn2: '2.1',
}

const inverted: Readonly<Record<string, string>> = {
  conv_pw: '0.0',
  bn1: '0.1',
  conv_dw: '1.0',
  bn2: '1.1',
  'se.conv_reduce': '2.fc1',
  'se.conv_expand': '2.fc2',
  conv_pwl: '3.0',
  bn3: '3.1',
}

const pattern = /^(?:blocks\.(\d+)\.(\d+)\.)?(.+)\.(\w+)$/

/** torchvision's name of one of EfficientNet's parameters; a name that is not timm's stays as it is. */
export function efficientNetName(name: string): string {
  const [, stage, block, layer = '', parameter] = pattern.exec(name) ?? []
  if (stage === undefined) return layer in outside ? `${outside[layer]}.${parameter}` : name
  const place = (stage === '0' ? separable : inverted)[layer]
  return place === undefined ? name : `features.${Number(stage) + 1}.${block}.block.${place}.${parameter}`
}
