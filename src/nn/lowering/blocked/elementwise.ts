import { float } from '../../graph/types.ts'
import { isChannelShape, sameShape } from '../../operators/broadcast.ts'
import { siluAlpha } from '../../operators/silu.ts'
import { float32 } from '../../tensor.ts'
import type { BlockedRule } from './convolution.ts'
import type { Affine, BlockedWriter } from './writer.ts'

/** SiLU in one pass, in whatever layout its input has. */
export const silu: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  const output = node.outputs[0] as string
  const blocked = writer.isBlocked(x)
  const input = blocked ? writer.blocked(x) : writer.plain(x)
  const write = (image: string) => writer.builder.op('QuickGelu', [image], siluAlpha, 'com.microsoft')
  const name = write(input)
  if (blocked) writer.repeats.set(output, () => write(writer.again(x)))
  ;(blocked ? writer.blockedNames : writer.plainNames).set(output, name)
  return true
}

/** dy·s·(1 + x - y). The slope is one pass that takes over the buffer of x, which it can only do once s has been
 *  computed from it: so its shift of 1 is made to depend on s. */
export const siluGradient: BlockedRule = (writer, node) => {
  const [x, y, dy] = node.inputs as [string, string, string]
  if (!writer.isBlocked(x) || !writer.isBlocked(dy)) return false
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
  writer.blockedNames.set(node.outputs[0] as string, product)
  return true
}

/** Rectified as part of the convolution that writes the image, where that is still to come. */
export const relu: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  if (!writer.isBlocked(x)) return false
  const pending = writer.pendingOf(x)
  const affine = writer.affines.has(x) ? pending : undefined
  if (affine !== undefined) writer.repeats.set(node.outputs[0] as string, () => affine.write({ activation: 'Relu' }))
  const name = pending?.write({ activation: 'Relu' }) ?? writer.builder.op('Relu', [writer.blocked(x)])
  writer.blockedNames.set(node.outputs[0] as string, name)
  return true
}

/** Steep enough that every positive float32 but the smallest becomes 1; HardSigmoid cuts at 0 and 1. */
const step = { alpha: float(1e37), beta: float(0) }

/** dy times 1 or 0. ONNX Runtime takes Where apart into more passes. */
export const reluGradient: BlockedRule = (writer, node) => {
  const [y, dy] = node.inputs as [string, string]
  if (!writer.isBlocked(y) || !writer.isBlocked(dy)) return false
  const mask = writer.builder.op('HardSigmoid', [writer.again(y)], step)
  writer.blockedNames.set(node.outputs[0] as string, writer.builder.op('Mul', [writer.blocked(dy), mask]))
  return true
}

/** The value as an affine map still to be written. */
function affineOf(writer: BlockedWriter, value: string): Affine | undefined {
  return writer.blockedNames.has(value) ? undefined : writer.affines.get(value)
}

/** A product of an image and one factor a plane joins the map that is still to be written. */
export const multiply: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  const output = node.outputs[0] as string
  for (const [image, factor] of [
    [a, b],
    [b, a],
  ] as const) {
    if (!isChannelShape(writer.shapeOf(image), writer.shapeOf(factor)) || !writer.isBlocked(image)) continue
    const planes = writer.perPlane(factor)
    const map = affineOf(writer, image)
    const times = (value: string) => writer.builder.op('Mul', [value, planes])
    writer.affines.set(
      output,
      map === undefined
        ? { image: writer.blocked(image), scale: planes, shift: undefined, source: image }
        : { image: map.image, scale: times(map.scale), shift: map.shift === undefined ? undefined : times(map.shift) },
    )
    return true
  }
  return false
}

/** One value a plane spread over the plane: nothing is written, `add` takes it as a shift. */
export const expand: BlockedRule = (writer, node) => {
  const value = node.inputs[0] as string
  const output = node.outputs[0] as string
  const shape = writer.shapeOf(output)
  if (!writer.blockable(shape) || !isChannelShape(shape, writer.shapeOf(value))) return false
  writer.spreads.set(output, value)
  return true
}

/** A sum of two images; one of them may still be a map to be written, or a value a plane. */
export const add: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  const output = node.outputs[0] as string
  if (!sameShape(writer.shapeOf(a), writer.shapeOf(b))) return false
  for (const [image, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const spread = writer.spreads.get(other)
    const map = affineOf(writer, image)
    if (spread !== undefined && map !== undefined) {
      const planes = writer.perPlane(spread)
      const shift = map.shift === undefined ? planes : writer.builder.op('Add', [map.shift, planes])
      writer.affines.set(output, { ...map, shift })
      return true
    }
  }
  if (!writer.isBlocked(a) || !writer.isBlocked(b)) return false
  for (const [image, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const pending = writer.pendingOf(image)
    if (pending === undefined || pending.summed) continue
    const sum = writer.blocked(other)
    writer.pending.set(output, { summed: true, write: (finish) => pending.write({ ...finish, sum }) })
    return true
  }
  writer.blockedNames.set(output, writer.builder.op('Add', [writer.blocked(a), writer.blocked(b)]))
  return true
}

/** Σ over each plane of a product. */
export const channelDot: BlockedRule = (writer, node) => {
  const [a, b] = node.inputs as [string, string]
  if (!writer.isBlocked(a) || !writer.isBlocked(b)) return false
  const planes = writer.dot(writer.again(a), writer.again(b))
  writer.plainNames.set(node.outputs[0] as string, writer.planesToPlain(planes, writer.imageShape(a)[1]))
  return true
}

/** Mean over each plane. */
export const globalAverage: BlockedRule = (writer, node) => {
  const x = node.inputs[0] as string
  if (!writer.isBlocked(x)) return false
  const channels = writer.imageShape(x)[1]
  const means = writer.planeMean(writer.blocked(x))
  writer.plainNames.set(node.outputs[0] as string, writer.planesToPlain(means, channels))
  return true
}
