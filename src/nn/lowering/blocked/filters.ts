import { int, ints } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import type { BlockedWriter } from './writer.ts'

type Weights = [outputs: number, inputs: number, height: number, width: number]

/** Puts the outermost axis of [outputs, rest] innermost in blocks: [outputs/b, rest, b]. ReorderInput does it, told
 *  that outputs are channels and the rest is the height of a picture. */
function blockOutputs(writer: BlockedWriter, weights: string, outputs: number, rest: number): string {
  return writer.builder.op('ReorderInput', [writer.reshape(weights, 1, outputs, rest, 1)], {}, blockedDomain)
}

/** Weights [o,i,h,w] with both channel axes padded by zeros to whole blocks. */
function padded(writer: BlockedWriter, weights: string): string {
  const [outputs, inputs] = writer.builder.shapeOf(weights) as Weights
  const missing = [writer.paddedChannels(outputs) - outputs, writer.paddedChannels(inputs) - inputs] as const
  if (missing[0] === 0 && missing[1] === 0) return weights
  return writer.builder.op('Pad', [weights, writer.builder.integers(0, 0, 0, 0, ...missing, 0, 0)])
}

/** Padded weights [o,i,h,w] with input channels in blocks: [o, i/b, h·w, b]. ReorderInput does it too, each block of
 *  input channels being a picture of its own; ONNX Runtime's Transpose takes ten times as long. */
function blockInputs(writer: BlockedWriter, weights: string): string {
  const [outputs, inputs, height, width] = writer.builder.shapeOf(weights) as Weights
  const { block } = writer
  if (height * width === 1) return weights
  const pictures = writer.reshape(weights, (outputs * inputs) / block, block, height * width, 1)
  return writer.builder.op('ReorderInput', [pictures], {}, blockedDomain)
}

/** Weights [o,i,h,w] as a dense blocked convolution wants them: [o/b, i/b, h, w, bi, bo]. */
export function denseFilter(writer: BlockedWriter, weights: string): string {
  const full = padded(writer, weights)
  const [outputs, inputs, height, width] = writer.builder.shapeOf(full) as Weights
  const rows = blockInputs(writer, full)
  return writer.reshape(blockOutputs(writer, rows, outputs, inputs * height * width), outputs, inputs, height, width)
}

/** The dense filter of an input gradient, from weights [o,i,h,w]: those with o and i exchanged, and of all places of the
 *  kernel (row by row) the given ones in the given order, which make a kernel of `height` x `width`. */
export function backwardFilter(
  writer: BlockedWriter,
  weights: string,
  places: readonly number[],
  [height, width]: readonly [number, number],
): string {
  const { builder, block } = writer
  const full = padded(writer, weights)
  const [outputs, inputs, rows, columns] = builder.shapeOf(full) as Weights
  const apart = writer.reshape(blockInputs(writer, full), outputs / block, block, inputs / block, rows * columns, block)
  const chosen =
    rows * columns === 1 ? apart : builder.op('Gather', [apart, builder.integers(...places)], { axis: int(3) })
  const exchanged = builder.op('Transpose', [chosen], { perm: ints([2, 0, 3, 1, 4]) })
  return writer.reshape(exchanged, inputs, outputs, height, width)
}

/** Weights [o,i,h,w] for an image of fewer channels than a block, which stays plain: [o/b, i, h, w, bo]. */
export function stemFilter(writer: BlockedWriter, weights: string): string {
  const [outputs, inputs, height, width] = writer.builder.shapeOf(weights) as Weights
  const missing = writer.paddedChannels(outputs) - outputs
  const full =
    missing === 0 ? weights : writer.builder.op('Pad', [weights, writer.builder.integers(0, 0, 0, 0, missing, 0, 0, 0)])
  return writer.reshape(
    blockOutputs(writer, full, outputs + missing, inputs * height * width),
    outputs + missing,
    inputs,
    height,
    width,
  )
}

/** Weights [c,1,h,w] of a depthwise convolution: [c/b, h, w, b]. */
export function depthwiseFilter(writer: BlockedWriter, weights: string): string {
  const [channels, , height, width] = writer.builder.shapeOf(weights) as Weights
  const missing = writer.paddedChannels(channels) - channels
  const full =
    missing === 0 ? weights : writer.builder.op('Pad', [weights, writer.builder.integers(0, 0, 0, 0, missing, 0, 0, 0)])
  return writer.reshape(
    blockOutputs(writer, full, channels + missing, height * width),
    channels + missing,
    1,
    height,
    width,
  )
}

/** The dense filter of a pointwise convolution's input gradient, from weights [o,i,1,1]: those with o and i exchanged.
 *  Read as [1, o, 1, i] with channels last, i is what goes into blocks; nothing is transposed. */
export function pointwiseTransposedFilter(writer: BlockedWriter, weights: string): string {
  const full = padded(writer, weights)
  const [outputs, inputs] = writer.builder.shapeOf(full) as Weights
  const rows = writer.reshape(full, 1, outputs, 1, inputs)
  const blocks = writer.builder.op('ReorderInput', [rows], { channels_last: int(1) }, blockedDomain)
  return writer.reshape(blocks, inputs, outputs, 1, 1)
}

/** Weights [o,i,h,w] turned by 180°. */
export function turned(writer: BlockedWriter, weights: string): string {
  const [outputs, inputs, height, width] = writer.builder.shapeOf(weights) as Weights
  const places = height * width
  const flat = writer.reshape(weights, outputs * inputs, places)
  const backwards = writer.builder.integers(...Array.from({ length: places }, (_, i) => places - 1 - i))
  return writer.reshape(
    writer.builder.op('Gather', [flat, backwards], { axis: int(1) }),
    outputs,
    inputs,
    height,
    width,
  )
}

/** Weights times one factor [o] an output channel. */
export function scaledOutputs(writer: BlockedWriter, weights: string, scale: string): string {
  return writer.builder.op('Mul', [weights, writer.reshape(scale, -1, 1, 1, 1)])
}
