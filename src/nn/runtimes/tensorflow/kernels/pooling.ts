import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { intAttribute } from '../../../graph/attributes.ts'
import { reaching, readWindow, type Window } from '../../../operators/convolution-shape.ts'
import { asPlanes, type Image, padded } from './image.ts'
import type { Kernel, KernelTable, TensorFlow } from './kernel.ts'
import { slide } from './window.ts'

/** Lowest float32, which no place of an image loses against. */
const lowest = -3.4028234663852886e38

const maxPool: Kernel = ({ tf, node, input, shape }) => {
  const x = input(0)
  const window = reaching(readWindow(node, x.shape, [1, 1]), x.shape, shape())
  const pooled = slide(tf, asPlanes(tf, x), window, lowest, (planes, stride) =>
    tf.maxPool(planes, [...window.kernel], stride, 'valid'),
  )
  return tf.reshape(pooled, shape())
}

function means(tf: TensorFlow, planes: Tensor4D, window: Window): Tensor4D {
  return slide(tf, planes, window, 0, (image, stride) => tf.avgPool(image, [...window.kernel], stride, 'valid'))
}

/** The mean over each window with zeros beyond the edge, over the share of it that counts. */
const averagePool: Kernel = ({ tf, node, input, shape }) => {
  const x = input(0)
  const given = readWindow(node, x.shape, [1, 1])
  const window = reaching(given, x.shape, shape())
  const mean = means(tf, asPlanes(tf, x), window)
  if (window.pads.every((pad) => pad === 0)) return tf.reshape(mean, shape())
  const [, , height, width] = x.shape as Image
  const counted = intAttribute(node, 'count_include_pad', 0) === 1
  const [top, left, bottom, right] = counted ? given.pads : [0, 0, 0, 0]
  const inside: Tensor4D = tf.ones([1, height, width, 1])
  const places = padded(
    tf,
    inside,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    1,
  )
  const rest = window.pads.map((pad, side) => pad - (counted ? (given.pads[side] as number) : 0))
  const share = means(tf, places, { ...window, pads: rest as [number, number, number, number] })
  return tf.reshape(tf.div(mean, share), shape())
}

/** Over every axis but photographs and channels. */
const overall =
  (reduce: (tf: TensorFlow, x: Tensor, axes: number[]) => Tensor): Kernel =>
  ({ tf, input }) => {
    const x = input(0)
    return reduce(tf, x, [...x.shape.keys()].slice(2))
  }

export const poolingKernels: KernelTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: overall((tf, x, axes) => tf.mean(x, axes, true)),
  GlobalMaxPool: overall((tf, x, axes) => tf.max(x, axes, true)),
}
