import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './kernel.ts'

export type Image = [number, number, number, number]

export function asImage(tf: TensorFlow, x: Tensor, shape: Image): Tensor4D {
  return tf.reshape<Rank.R4>(x, shape)
}

/** [n,c,h,w] as TensorFlow's kernels take it, [n,h,w,c]. */
export function channelsLast(tf: TensorFlow, x: Tensor): Tensor4D {
  return tf.transpose(x as Tensor4D, [0, 2, 3, 1])
}

export function channelsFirst(tf: TensorFlow, x: Tensor4D): Tensor4D {
  return tf.transpose(x, [0, 3, 1, 2])
}

/** [n,c,h,w] as n·c photographs of one channel, which needs no transposition. */
export function asPlanes(tf: TensorFlow, x: Tensor): Tensor4D {
  const [count, channels, height, width] = x.shape as Image
  return asImage(tf, x, [count * channels, height, width, 1])
}

/** A vector [c] as a factor or summand of images [n,c,...] of that rank. */
export function asChannels(tf: TensorFlow, vector: Tensor, rank: number): Tensor {
  return tf.reshape(vector, [1, -1, ...new Array<number>(rank - 2).fill(1)])
}

/** Adds places before and behind every axis, or takes some away where a pad is negative. */
export function padded<T extends Tensor>(
  tf: TensorFlow,
  x: T,
  pads: readonly (readonly [number, number])[],
  fill: number,
): T {
  const cut = pads.some((pair) => pair.some((pad) => pad < 0))
    ? tf.slice(
        x,
        pads.map(([before]) => Math.max(0, -before)),
        pads.map(([before, behind], axis) => (x.shape[axis] as number) + Math.min(0, before) + Math.min(0, behind)),
      )
    : x
  if (pads.every((pair) => pair.every((pad) => pad <= 0))) return cut
  const added = pads.map(([before, behind]): [number, number] => [Math.max(0, before), Math.max(0, behind)])
  return tf.pad(cut, added, fill)
}
