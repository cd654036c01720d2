import { float } from '../../graph/types.ts'
import { isChannelShape, sameShape } from '../../operators/broadcast.ts'
import { siluAlpha } from '../../operators/silu.ts'
import { float32 } from '../../tensor.ts'
import { type BlockedRule, blockedForm, plainForm } from './rule.ts'
import type { Affine } from './value-forms.ts'
import type { BlockedWriter } from './writer.ts'

/** SiLU in one pass, in whatever layout its input has. */
export const silu: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  const blocked = writer.isBlocked(x)
  const input = blocked ? writer.blocked(x) : writer.plain(x)
  const write = (image: string) => writer.builder.op('QuickGelu', [image], siluAlpha, 'com.microsoft')
  const name = write(input)
  if (!blocked) return [plainForm(name)]
  return [[blockedForm(name), { as: 'repeat', write: () => write(writer.again(x)) }]]
}

/** dy·s·(1 + x - y). The slope is one pass that takes over the buffer of x, which it can only do once s has been
 *  computed from it: so its shift of 1 is made to depend on s. */
export const siluGradient: BlockedRule = (writer, node) => {
  const [x, y, dy] = node.inputs as [string, string, string]
  if (!writer.isBlocked(x) || !writer.isBlocked(dy)) return undefined
  const { builder } = writer
  const image = writer.again(x)
  const [count, channels] = builder.shapeOf(image) as [number, number]
  const s = builder.op('Sigmoid', [image])
  const corners = builder.op('Slice', [s, builder.integers(0, 0), builder.integers(1, 1), builder.integers(2, 3)])
  const one = builder.scalar(1)
  const shift = writer.reshape(builder.op('Clip', [corners, one, one]), count, channels)
  const minus = builder.constant(float32(new Float32Array(count * channels).fill(-1), [count, channels]))
  const slope = writer.scaleImage(writer.again(y), minus, shift, { sum: image })
  const product = builder.op('Mul', [builder.op('Mul', [writer.blocked(dy), s]), slope])
  return [blockedForm(product)]
}

/** Rectified as part of the convolution that writes the image, where that is still to come. */
export const relu: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  if (!writer.isBlocked(x)) return undefined
  const pending = writer.pendingOf(x)
  const affine = writer.forms.as(x, 'affine') && pending
  const name = pending?.write({ activation: 'Relu' }) ?? writer.builder.op('Relu', [writer.blocked(x)])
  if (affine === undefined) return [blockedForm(name)]
  return [[blockedForm(name), { as: 'repeat', write: () => affine.write({ activation: 'Relu' }) }]]
}

/** Steep enough that every positive float32 but the smallest becomes 1; HardSigmoid cuts at 0 and 1. */
const step = { alpha: float(1e37), beta: float(0) }

/** dy times 1 or 0. ONNX Runtime takes Where apart into more passes. */
export const reluGradient: BlockedRule = (writer, node) => {
  const [y, dy] = node.inputs as [string, string]
  if (!writer.isBlocked(y) || !writer.isBlocked(dy)) return undefined
  const mask = writer.builder.op('HardSigmoid', [writer.again(y)], step)
  return [blockedForm(writer.builder.op('Mul', [writer.blocked(dy), mask]))]
}

/** The value as an affine map still to be written. */
function affineOf(writer: BlockedWriter, value: string): Affine | undefined {
  return writer.forms.as(value, 'blocked') ? undefined : writer.forms.as(value, 'affine')
}

/** A product of an image and one factor a plane joins the map that is still to be written. */
export const multiply: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  for (const [image, factor] of [
    [a, b],
    [b, a],
  ] as const) {
    if (!isChannelShape(writer.shapeOf(image), writer.shapeOf(factor)) || !writer.isBlocked(image)) continue
    const planes = writer.perPlane(factor)
    const map = affineOf(writer, image)
    const times = (value: string) => writer.builder.op('Mul', [value, planes])
    if (map === undefined) {
      return [{ as: 'affine', image: writer.blocked(image), scale: planes, shift: undefined, source: image }]
    }
    const scale = times(map.scale)
    return [{ as: 'affine', image: map.image, scale, shift: map.shift === undefined ? undefined : times(map.shift) }]
  }
  return undefined
}

/** One value a plane spread over the plane: nothing is written, `add` takes it as a shift. */
export const expand: BlockedRule = (writer, node) => {
  const value = node.inputs[0] as string
  const output = node.outputs[0] as string
  const shape = writer.shapeOf(output)
  if (!writer.blockable(shape) || !isChannelShape(shape, writer.shapeOf(value))) return undefined
  return [{ as: 'spread', value }]
}

/** A sum of two images; one of them may still be a map to be written, or a value a plane. */
export const add: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  if (!sameShape(writer.shapeOf(a), writer.shapeOf(b))) return undefined
  for (const [image, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const spread = writer.forms.as(other, 'spread')
    const map = affineOf(writer, image)
    if (spread !== undefined && map !== undefined) {
      const planes = writer.perPlane(spread.value)
      const shift = map.shift === undefined ? planes : writer.builder.op('Add', [map.shift, planes])
      return [{ ...map, as: 'affine', shift }]
    }
  }
  if (!writer.isBlocked(a) || !writer.isBlocked(b)) return undefined
  for (const [image, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const pending = writer.pendingOf(image)
    if (pending === undefined || pending.summed) continue
    const sum = writer.blocked(other)
    return [{ as: 'pending', summed: true, write: (finish) => pending.write({ ...finish, sum }) }]
  }
  return [blockedForm(writer.builder.op('Add', [writer.blocked(a), writer.blocked(b)]))]
}

/** Σ over each plane of a product. */
export const channelDot: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  if (!writer.isBlocked(a) || !writer.isBlocked(b)) return undefined
  const planes = writer.dot(writer.again(a), writer.again(b))
  return [plainForm(writer.planesToPlain(planes, writer.imageShape(a)[1]))]
}

/** Mean over each plane. */
export const globalAverage: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  if (!writer.isBlocked(x)) return undefined
  const channels = writer.imageShape(x)[1]
  const means = writer.planeMean(writer.blocked(x))
  return [plainForm(writer.planesToPlain(means, channels))]
}
