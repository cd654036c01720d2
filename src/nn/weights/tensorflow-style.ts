import type { NetworkVariant } from '../architectures/variant.ts'

/** What timm's `tf_` weights, converted from TensorFlow's, were trained with. Source: timm's efficientnet.py, where each
 *  `tf_efficientnet_…` sets the epsilon of TensorFlow and padding of the kind `same`. */
export const tensorflowStyle = { padding: 'same', epsilon: 1e-3 } as const satisfies NetworkVariant

/** Whether an EfficientNet's weights are timm's conversions from TensorFlow: `yes` where the path or the notes of their
 *  file name one of its `tf_` models, `unknown` where the tensors have timm's names and nothing else tells, else `no`. */
export function isTensorflowStyle(
  file: string,
  notes: ReadonlyMap<string, string>,
  names: Iterable<string>,
): 'yes' | 'no' | 'unknown' {
  const telling = [file, ...notes.values()]
  if (telling.some((text) => /(^|[^a-z])tf_efficientnet/i.test(text))) return 'yes'
  return [...names].some((name) => /^(module\.)?conv_stem\./.test(name)) ? 'unknown' : 'no'
}
