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

/** Weights [o,i,h,w] as a dense blocked convolution wants them: [o/b, i/b, h, w, bi, bo]. */
export function denseFilter(writer: BlockedWriter, weights: string): string {
  const full = padded(writer, weights)
  const [outputs, inputs, height, width] = writer.builder.shapeOf(full) as Weights
  const places = height * width
  let rows = full
  if (places > 1) {
    const apart = writer.reshape(full, outputs, inputs / writer.block, writer.block, places)
    rows = writer.builder.op('Transpose', [apart], { perm: ints([0, 1, 3, 2]) })
  }
  return writer.reshape(blockOutputs(writer, rows, outputs, inputs * places), outputs, inputs, height, width)
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

/** Weights [o,i,h,w] with o and i exchanged. */
export function exchanged(writer: BlockedWriter, weights: string): string {
  return writer.builder.op('Transpose', [weights], { perm: ints([1, 0, 2, 3]) })
}

/** Weights times one factor [o] an output channel. */
export function scaledOutputs(writer: BlockedWriter, weights: string, scale: string): string {
  return writer.builder.op('Mul', [weights, writer.reshape(scale, -1, 1, 1, 1)])
}
