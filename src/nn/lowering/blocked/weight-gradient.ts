import { int } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import { windowAttributes } from '../../operators/convolution.ts'
import { isPointwise } from '../../operators/convolution-gradient.ts'
import { groupOf, readWindow, type Window } from '../../operators/convolution-shape.ts'
import { float32 } from '../../tensor.ts'
import { scaledOutputs } from './filters.ts'
import { jointProductPlaces, places, planes, summedProducts } from './images.ts'
import { type BlockedRule, plainForm } from './rule.ts'
import { shiftedProducts } from './shifted-products.ts'
import type { BlockedWriter } from './writer.ts'

/** dy without its channel factors, and the factors [o] that the weight gradient takes afterwards. */
function unscaled(writer: BlockedWriter, dy: string): { readonly value: string; readonly scale: string | undefined } {
  const scaled = writer.forms.as(dy, 'scaled')
  if (scaled === undefined) return { value: dy, scale: undefined }
  // The bare image stands in for a value of its own, so that its plain form too is written once.
  const bare = `${dy}/bare`
  writer.forms.define(bare, { as: 'blocked', name: scaled.image })
  return { value: bare, scale: scaled.scale }
}

function pointwise(writer: BlockedWriter, x: string, dy: string, like: string): string {
  const [, , height, width] = writer.imageShape(x)
  return height * width > jointProductPlaces
    ? summedProducts(writer, planes(writer, dy, like), planes(writer, x, x))
    : writer.builder.op(
        'FusedMatMul',
        [places(writer, dy, like), places(writer, x, x)],
        { transA: int(1) },
        'com.microsoft',
      )
}

/** Most weights a filter of several places may have per output channel for its image to be unrolled. */
const unrolledLimit = 64

/** Every place of the kernel as a channel, by a convolution with one-hot weights: [n, i·h·w, places]. */
function unrolled(writer: BlockedWriter, x: string, window: Window): string {
  const channels = writer.imageShape(x)[1]
  const rows = channels * window.kernel[0] * window.kernel[1]
  const identity = new Float32Array(rows * rows)
  for (let i = 0; i < rows; i++) identity[i * rows + i] = 1
  const weights = writer.builder.constant(float32(identity, [rows, channels, ...window.kernel]))
  const image = writer.builder.op('Conv', [writer.plain(x), weights], windowAttributes(window, 1))
  const [count, , height, width] = writer.builder.shapeOf(image) as [number, number, number, number]
  return writer.reshape(image, count, rows, height * width)
}

/** A depthwise weight gradient: every plane of x convolved by the same plane of dy, stride and dilation exchanged. In
 *  blocks, an image is laid out just as the filter of such a convolution is. Undefined where it would cut the image. */
function depthwise(writer: BlockedWriter, x: string, dy: string, like: string, window: Window): string | undefined {
  const [count, channels, height, width] = writer.imageShape(x)
  const [, , dyHeight, dyWidth] = writer.imageShape(like)
  const padded = writer.paddedChannels(channels)
  const [top, left] = window.pads
  const behind = (length: number, outputs: number, axis: 0 | 1, before: number) =>
    (outputs - 1) * window.strides[axis] + (window.kernel[axis] - 1) * window.dilations[axis] + 1 - length - before
  const pads = [top, left, behind(height, dyHeight, 0, top), behind(width, dyWidth, 1, left)] as const
  if (pads.some((pad) => pad < 0)) return undefined
  const attributes = windowAttributes(
    { kernel: [dyHeight, dyWidth], strides: window.dilations, dilations: window.strides, pads },
    count * padded,
  )
  const image = writer.reshape(writer.again(x), 1, count * padded, height, width)
  const filter = writer.reshape(writer.blocked(dy), count * padded, 1, dyHeight, dyWidth)
  const each = writer.builder.op('Conv', [image, filter], attributes, blockedDomain)
  const rows = writer.reshape(each, count, padded, ...window.kernel)
  const summed = writer.builder.op('ReduceSum', [rows, writer.builder.integers(0)], { keepdims: int(1) })
  const plain = writer.builder.op('ReorderOutput', [summed], { channels: int(channels) }, blockedDomain)
  return writer.reshape(plain, channels, 1, ...window.kernel)
}

export const weightGradient: BlockedRule = (writer, node) => {
  const [x, dy] = node.inputs as [string, string]
  const channels = writer.imageShape(x)[1]
  const outputs = writer.imageShape(dy)[1]
  const group = groupOf(node)
  const window = readWindow(node, writer.shapeOf(x), [1, 1])
  if (!writer.isBlocked(dy)) return undefined
  const { value, scale } = unscaled(writer, dy)
  let raw: string | undefined
  if (group === 1 && isPointwise(window)) raw = pointwise(writer, x, value, dy)
  else if (group === 1 && channels * window.kernel[0] * window.kernel[1] <= unrolledLimit) {
    raw = summedProducts(writer, planes(writer, value, dy), unrolled(writer, x, window))
  } else if (group === channels && outputs === channels && writer.blockable(writer.shapeOf(x))) {
    raw = depthwise(writer, x, value, dy, window)
  } else if (group === 1 && writer.blockable(writer.shapeOf(x))) raw = shiftedProducts(writer, x, value, dy, window)
  if (raw === undefined) return undefined
  const gradient = writer.reshape(raw, outputs, channels / group, ...window.kernel)
  return [plainForm(scale === undefined ? gradient : scaledOutputs(writer, gradient, scale))]
}
