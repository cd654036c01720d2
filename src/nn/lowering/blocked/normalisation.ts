import { floatAttribute } from '../../graph/attributes.ts'
import { int } from '../../graph/types.ts'
import { inverseDeviation } from '../../operators/normalisation.ts'
import { reduceMean } from '../../operators/reduction.ts'
import { type BlockedRule, plainForm } from './rule.ts'
import type { Moments } from './value-forms.ts'
import type { BlockedWriter } from './writer.ts'

/** Mean over photographs of [n, padded channels]. */
function overPhotographs(writer: BlockedWriter, planes: string): string {
  return reduceMean(writer.builder, planes, [0], false)
}

/** Mean of every channel and of its square, [padded channels]. Of images side by side they are those of each, and each
 *  is looked at once: a densely connected network normalises the same images again and again. */
function momentsOf(writer: BlockedWriter, value: string): Moments {
  return writer.forms.kept(value, 'moments', () => {
    const parts = writer.forms.as(value, 'joined')?.parts.map((part) => momentsOf(writer, part))
    return { as: 'moments', ...(parts === undefined ? measured(writer, value) : joined(writer, parts)) }
  })
}

function measured(writer: BlockedWriter, value: string): Moments {
  const [, , height, width] = writer.imageShape(value)
  const image = writer.blocked(value)
  const squares = overPhotographs(writer, writer.dot(image, image))
  return {
    average: overPhotographs(writer, writer.planeMean(image)),
    square: writer.builder.op('Mul', [squares, writer.builder.scalar(1 / (height * width))]),
  }
}

function joined(writer: BlockedWriter, parts: readonly Moments[]): Moments {
  const join = (vectors: readonly string[]) => writer.builder.op('Concat', vectors, { axis: int(0) })
  return { average: join(parts.map((part) => part.average)), square: join(parts.map((part) => part.square)) }
}

/** Batch statistics from one reading of the image for its mean and one for its square; the map itself is left to
 *  whatever follows. */
export const batchNormTraining: BlockedRule = (writer, node) => {
  const [x, scale, bias] = node.inputs as [string, string, string]
  if (!writer.isBlocked(x)) return undefined
  const { builder } = writer
  const [, channels] = writer.imageShape(x)
  const image = writer.blocked(x)
  const { average, square } = momentsOf(writer, x)
  const spread = builder.op('Sub', [square, builder.op('Mul', [average, average])])
  const spreadOrZero = builder.op('Max', [spread, builder.scalar(0)])
  const inverse = inverseDeviation(builder, spreadOrZero, floatAttribute(node, 'epsilon', 1e-5))
  const factor = builder.op('Mul', [writer.channelVector(writer.plain(scale)), inverse])
  const shift = builder.op('Sub', [writer.channelVector(writer.plain(bias)), builder.op('Mul', [average, factor])])
  const guess = writer.forms.as(x, 'guess')
  const told = guess === undefined ? average : builder.op('Add', [average, guess.vector])
  return [
    { as: 'affine', image, scale: factor, shift },
    plainForm(writer.cutVector(told, channels)),
    [plainForm(writer.cutVector(spreadOrZero, channels)), { as: 'normalisation', average, inverse, factor }],
  ]
}

/** dx = scale/σ·(dy - slope·x - offset), where slope = mean(dy·(x - mean))/σ² and offset = mean(dy) - slope·mean. The
 *  outer factor is left to the convolution before. */
export const batchNormGradient: BlockedRule = (writer, node) => {
  const [x, , , variance, dy] = node.inputs as [string, string, string, string, string]
  const known = writer.forms.as(variance, 'normalisation')
  // Not even where dy is plain: the image in blocks may have its shift subtracted, the mean that is told has not.
  if (known === undefined) return undefined
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
  const bare = writer.scaleImage(image, builder.op('Neg', [slope]), offset, { sum: gradient })
  return [
    { as: 'scaled', image: bare, scale: writer.cutVector(factor, channels) },
    plainForm(writer.cutVector(builder.op('Mul', [projected, places]), channels)),
    plainForm(writer.cutVector(builder.op('Mul', [mean, places]), channels)),
  ]
}

/** scale/σ and bias - mean·scale/σ from the running statistics, left to whatever follows. */
export const batchNormalization: BlockedRule = (writer, node) => {
  const [x, scale, bias, mean, variance] = node.inputs as [string, string, string, string, string]
  if (!writer.isBlocked(x)) return undefined
  const { builder } = writer
  const inverse = inverseDeviation(builder, writer.plain(variance), floatAttribute(node, 'epsilon', 1e-5))
  const factor = builder.op('Mul', [writer.plain(scale), inverse])
  const shift = builder.op('Sub', [writer.plain(bias), builder.op('Mul', [writer.plain(mean), factor])])
  const image = writer.blocked(x)
  return [{ as: 'affine', image, scale: writer.channelVector(factor), shift: writer.channelVector(shift) }]
}

/** dx = scale/σ·dy, its factor left to the convolution before. */
export const affineNormGradient: BlockedRule = (writer, node) => {
  const [x, scale, mean, variance, dy] = node.inputs as [string, string, string, string, string]
  if (!writer.isBlocked(x) || !writer.isBlocked(dy)) return undefined
  const { builder } = writer
  const [count, channels, height, width] = writer.imageShape(x)
  const gradient = writer.blocked(dy)
  const inverse = inverseDeviation(builder, writer.plain(variance), floatAttribute(node, 'epsilon', 1e-5))
  const total = (planes: string, places: number) =>
    writer.cutVector(builder.op('Mul', [overPhotographs(writer, planes), builder.scalar(places)]), channels)
  const sum = total(writer.planeMean(gradient), count * height * width)
  const products = total(writer.dot(gradient, writer.blocked(x)), count)
  const centred = builder.op('Sub', [products, builder.op('Mul', [writer.plain(mean), sum])])
  return [
    { as: 'scaled', image: gradient, scale: builder.op('Mul', [writer.plain(scale), inverse]) },
    plainForm(builder.op('Mul', [centred, inverse])),
    plainForm(sum),
  ]
}
