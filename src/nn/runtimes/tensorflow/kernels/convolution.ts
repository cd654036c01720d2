import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { isPointwise } from '../../../operators/convolution-gradient.ts'
import { groupOf, readWindow, type Window } from '../../../operators/convolution-shape.ts'
import { asChannels, asImage, channelsFirst, channelsLast, type Image, padded } from './image.ts'
import type { Kernel, KernelContext, KernelTable, TensorFlow } from './kernel.ts'
import { slide } from './window.ts'

/** x [n,c,h,w] by a weight [o,c/group,kh,kw]. */
function convolve(tf: TensorFlow, x: Tensor, weight: Tensor, window: Window, group: number): Tensor {
  if (group === 1 && isPointwise(window)) return mixedChannels(tf, x, weight)
  const image = channelsLast(tf, x)
  const each = weight.shape[1] as number
  // A group at a time, or a channel of every group at a time, whichever is fewer calls.
  return channelsFirst(
    tf,
    group <= each ? byGroup(tf, image, weight, window, group) : byChannel(tf, image, weight, window, group),
  )
}

/** A 1x1 convolution is a matrix product over channels, and needs no transposition. */
function mixedChannels(tf: TensorFlow, x: Tensor, weight: Tensor): Tensor {
  const [count, channels, height, width] = x.shape as Image
  const outputs = weight.shape[0] as number
  const matrix = tf.reshape(weight, [1, outputs, channels])
  const product = tf.matMul(matrix, tf.reshape(x, [count, channels, height * width]))
  return tf.reshape(product, [count, outputs, height, width])
}

function byGroup(tf: TensorFlow, image: Tensor4D, weight: Tensor, window: Window, group: number): Tensor4D {
  const filters = tf.split(tf.transpose(weight as Tensor4D, [2, 3, 1, 0]), group, 3)
  const parts = tf
    .split(image, group, 3)
    .map((part, index) =>
      slide(tf, part as Tensor4D, window, 0, (x, stride) => tf.conv2d(x, filters[index] as Tensor4D, stride, 'valid')),
    )
  return tf.concat(parts, 3)
}

/** The first channel of every group as one depthwise convolution, and so on; their sum. */
function byChannel(tf: TensorFlow, image: Tensor4D, weight: Tensor, window: Window, group: number): Tensor4D {
  const [outputs, each, kernelHeight, kernelWidth] = weight.shape as Image
  const [count, height, width] = image.shape
  const shape: Image = [group, outputs / group, kernelHeight, kernelWidth]
  const filters = tf.split(weight, each, 1).map((part) => tf.transpose(asImage(tf, part, shape), [2, 3, 0, 1]))
  const channels = tf.split(tf.reshape(image, [count * height * width, group, each]), each, 2)
  const parts = channels.map((channel, index) =>
    slide(tf, asImage(tf, channel, [count, height, width, group]), window, 0, (x, stride) =>
      tf.depthwiseConv2d(x, filters[index] as Tensor4D, stride, 'valid'),
    ),
  )
  return tf.addN(parts)
}

function withBias({ tf, has, input }: KernelContext, y: Tensor): Tensor {
  return has(2) ? tf.add(y, asChannels(tf, input(2), y.shape.length)) : y
}

const conv: Kernel = (context) => {
  const { tf, node, input } = context
  const [x, weight] = [input(0), input(1)]
  const [, , height, width] = weight.shape as Image
  return withBias(context, convolve(tf, x, weight, readWindow(node, x.shape, [height, width]), groupOf(node)))
}

/** A weight [c,o/group,kh,kw] as the one of the convolution that does the same to values spread out: turned around, its
 *  inputs and outputs exchanged in every group. */
function turned(tf: TensorFlow, weight: Tensor, group: number): Tensor {
  const [channels, each, height, width] = weight.shape as Image
  const grouped = tf.reshape(weight, [group, channels / group, each, height * width])
  const exchanged = tf.transpose(grouped, [0, 2, 1, 3])
  return tf.reverse(asImage(tf, exchanged, [group * each, channels / group, height, width]), [2, 3])
}

/** As the convolution of x by the turned weight, with zeros between the places of x instead of strides. */
const convTranspose: Kernel = (context) => {
  const { tf, node, input } = context
  const [x, weight] = [input(0), input(1)]
  const [count, channels, height, width] = x.shape as Image
  const [, , kernelHeight, kernelWidth] = weight.shape as Image
  const { kernel, strides, dilations, pads } = readWindow(node, x.shape, [kernelHeight, kernelWidth])
  const [behindRow, behindColumn] = [strides[0] - 1, strides[1] - 1]
  const places = tf.reshape(x, [count * channels, height, 1, width, 1])
  const spread = padded(
    tf,
    places,
    [
      [0, 0],
      [0, 0],
      [0, behindRow],
      [0, 0],
      [0, behindColumn],
    ],
    0,
  )
  const stuffed = asImage(tf, spread, [count, channels, height * strides[0], width * strides[1]])
  const output = context.shape()
  const [top, left] = ([0, 1] as const).map((axis) => (kernel[axis] - 1) * dilations[axis] - pads[axis]) as [
    number,
    number,
  ]
  const behind = (axis: 0 | 1, before: number) =>
    (output[axis + 2] as number) + (kernel[axis] - 1) * dilations[axis] - (stuffed.shape[axis + 2] as number) - before
  const window: Window = { kernel, strides: [1, 1], dilations, pads: [top, left, behind(0, top), behind(1, left)] }
  return withBias(context, convolve(tf, stuffed, turned(tf, weight, groupOf(node)), window, groupOf(node)))
}

export const convolutionKernels: KernelTable = { Conv: conv, ConvTranspose: convTranspose }
