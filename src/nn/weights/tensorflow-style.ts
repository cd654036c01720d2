import type { NetworkVariant } from '../architectures/variant.ts'
import { isEfficientNetPyTorch } from './names/efficientnet-pytorch.ts'

/** What timm's `tf_` weights, converted from TensorFlow's, and efficientnet_pytorch's were trained with. Source: timm's
 *  efficientnet.py, where each `tf_efficientnet_…` sets the epsilon of TensorFlow and padding of the kind `same`, and
 *  efficientnet_pytorch's utils.py, where every network has both. */
export const tensorflowStyle = { padding: 'same', epsilon: 1e-3 } as const satisfies NetworkVariant

/** Whether an EfficientNet's weights go by TensorFlow's padding and epsilon: `yes` where the path or the notes of their file
 *  name one of timm's `tf_` models, or the tensors have efficientnet_pytorch's names, `unknown` where they have timm's and
 *  nothing else tells, else `no`. */
export function isTensorflowStyle(
  file: string,
  notes: ReadonlyMap<string, string>,
  names: Iterable<string>,
): 'yes' | 'no' | 'unknown' {
  const telling = [file, ...notes.values()]
  const known = [...names]
  if (telling.some((text) => /(^|[^a-z])tf_efficientnet/i.test(text)) || isEfficientNetPyTorch(known)) return 'yes'
  return known.some((name) => /(^|\.)conv_stem\./.test(name)) ? 'unknown' : 'no'
}
