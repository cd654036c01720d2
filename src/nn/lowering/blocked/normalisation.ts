import { floatAttribute } from '../../graph/attributes.ts'
import { inverseDeviation } from '../../operators/normalisation.ts'
import { reduceMean } from '../../operators/reduction.ts'
import type { BlockedRule } from './convolution.ts'
import type { BlockedWriter } from './writer.ts'

/** Mean over photographs of [n, padded channels]. */
function overPhotographs(writer: BlockedWriter, planes: string): string {
  return reduceMean(writer.builder, planes, [0], false)
}

/** Batch statistics from one reading of the image for its mean and one for its square; the map itself is left to
 *  whatever follows. */
export const batchNormTraining: BlockedRule = (writer, node) => {
  const [x, scale, bias] = node.inputs as [string, string, string]
  const [y, mean, variance] = node.outputs as [string, string, string]
  if (!writer.isBlocked(x)) return false
  const { builder } = writer
  const [, channels, height, width] = writer.imageShape(x)
  const image = writer.blocked(x)
  const average = overPhotographs(writer, writer.planeMean(image))
  const squares = overPhotographs(writer, writer.dot(image, image))
  const square = builder.op('Mul', [squares, builder.scalar(1 / (height * width))])
  const spread = builder.op('Sub', [square, builder.op('Mul', [average, average])])
  const spreadOrZero = builder.op('Max', [spread, builder.scalar(0)])
  const inverse = inverseDeviation(builder, spreadOrZero, floatAttribute(node, 'epsilon', 1e-5))
  const factor = builder.op('Mul', [writer.channelVector(writer.plain(scale)), inverse])
  const shift = builder.op('Sub', [writer.channelVector(writer.plain(bias)), builder.op('Mul', [average, factor])])
  writer.affines.set(y, { image, scale: factor, shift })
  const subtracted = writer.shifts.get(x)
  const left = writer.cutVector(average, channels)
  writer.plainNames.set(mean, subtracted === undefined ? left : builder.op('Add', [left, writer.plain(subtracted)]))
  writer.plainNames.set(variance, writer.cutVector(spreadOrZero, channels))
  writer.normalisations.set(variance, { average, inverse, factor })
  return true
}

/** dx = scale/σ·(dy - slope·x - offset), where slope = mean(dy·(x - mean))/σ² and offset = mean(dy) - slope·mean. The
 *  outer factor is left to the convolution before. */
export const batchNormGradient: BlockedRule = (writer, node) => {
  const [x, , , variance, dy] = node.inputs as [string, string, string, string, string]
  const [dx, dScale, dBias] = node.outputs as [string, string, string]
  const known = writer.normalisations.get(variance)
  if (known === undefined || !writer.isBlocked(dy)) return false
  const { average, inverse, factor } = known
  const { builder } = writer
  const [count, channels, height, width] = writer.imageShape(x)
  const [image, gradient] = [writer.blocked(x), writer.blocked(dy)]
  const places = builder.scalar(count * height * width)
  const mean = overPhotographs(writer, writer.planeMean(gradient))
  const products = overPhotographs(writer, writer.dot(gradient, image))
  const product = builder.op('Mul', [products, builder.scalar(1 / (height * width))])
  const centred = builder.op('Sub', [product, builder.op('Mul', [average, mean])])
  const projected = builder.op('Mul', [centred, inverse])
  const slope = builder.op('Mul', [projected, inverse])
  const offset = builder.op('Sub', [builder.op('Mul', [slope, average]), mean])
  const bare = writer.scaleImage(image, builder.op('Neg', [slope]), offset, gradient)
  writer.scaled.set(dx, { image: bare, scale: writer.cutVector(factor, channels) })
  writer.plainNames.set(dScale, writer.cutVector(builder.op('Mul', [projected, places]), channels))
  writer.plainNames.set(dBias, writer.cutVector(builder.op('Mul', [mean, places]), channels))
  return true
}
