import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Window } from '../../../operators/convolution-shape.ts'
import { padded } from './image.ts'
import type { TensorFlow } from './kernel.ts'

const axes = [0, 1] as const

/** Slides a window over images [n,h,w,c]: pads them with `fill`, and has `compute` do the rest, which takes one stride
 *  for both axes, no padding and no dilation. What TensorFlow's kernels do not have is put around that. Dilation looks at
 *  every d-th place as at a photograph of its own: `tfjs-node` has no depthwise kernel with dilation, and no backend one
 *  with both dilation and stride. Strides that differ compute every place and pick some. */
export function slide(
  tf: TensorFlow,
  image: Tensor4D,
  { kernel, strides, dilations, pads }: Window,
  fill: number,
  compute: (image: Tensor4D, stride: number) => Tensor4D,
): Tensor4D {
  const [top, left, bottom, right] = pads
  const whole = padded(
    tf,
    image,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    fill,
  )
  const dilated = axes.some((axis) => dilations[axis] > 1 && kernel[axis] > 1)
  if (!dilated && strides[0] === strides[1]) return compute(whole, strides[0])
  const everywhere = dilated ? inPhases(tf, whole, dilations, (phases) => compute(phases, 1)) : compute(whole, 1)
  const places = (axis: 0 | 1) => (whole.shape[axis + 1] as number) - (kernel[axis] - 1) * dilations[axis]
  const [count, , , channels] = everywhere.shape
  const end = [count, places(0), places(1), channels]
  return tf.stridedSlice(everywhere, [0, 0, 0, 0], end, [1, ...strides, 1]) as Tensor4D
}

/** Every d-th place of both axes as a photograph of its own, and back. Gives more places behind than the image's size
 *  allows where that is no multiple of d. */
function inPhases(
  tf: TensorFlow,
  image: Tensor4D,
  dilations: Window['dilations'],
  compute: (image: Tensor4D) => Tensor4D,
): Tensor4D {
  const missing = axes.map((axis) => {
    const over = (image.shape[axis + 1] as number) % dilations[axis]
    return [0, over === 0 ? 0 : dilations[axis] - over]
  })
  const none = axes.map(() => [0, 0])
  return tf.batchToSpaceND(compute(tf.spaceToBatchND(image, [...dilations], missing)), [...dilations], none)
}
