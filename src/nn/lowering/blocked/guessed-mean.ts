import { int } from '../../graph/types.ts'
import { reduceMean } from '../../operators/reduction.ts'
import type { BlockedWriter } from './writer.ts'

/** About the mean of every channel that a convolution will give, [padded channels]: the sum of its weights over places,
 *  times the mean of the image it looks at. Exact but for rims and strides, and made of this batch alone: running
 *  statistics may be far from it. */
export function guessedMean(writer: BlockedWriter, x: string, weights: string, depthwise: boolean): string {
  const { builder } = writer
  const [outputs, inputs, height, width] = writer.shapeOf(weights) as [number, number, number, number]
  const plain = writer.plain(weights)
  const sums =
    height * width === 1
      ? writer.reshape(plain, outputs, inputs)
      : builder.op('ReduceSum', [plain, builder.integers(2, 3)], { keepdims: int(0) })
  const mean = channelMeans(writer, x)
  const guess = depthwise
    ? builder.op('Mul', [writer.reshape(sums, outputs), mean])
    : writer.reshape(builder.op('MatMul', [sums, writer.reshape(mean, inputs, 1)]), outputs)
  return writer.channelVector(guess)
}

/** Mean of every channel, [c]. */
function channelMeans(writer: BlockedWriter, value: string): string {
  const measured = () => {
    if (!writer.isBlocked(value)) return reduceMean(writer.builder, writer.plain(value), [0, 2, 3], false)
    const padded = reduceMean(writer.builder, writer.planeMean(writer.blocked(value)), [0], false)
    return writer.cutVector(padded, writer.imageShape(value)[1])
  }
  return writer.forms.kept(value, 'mean', () => ({ as: 'mean', vector: measured() })).vector
}
