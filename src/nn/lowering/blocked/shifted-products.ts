import { type Attributes, int, ints } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import type { Window } from '../../operators/convolution-shape.ts'
import { jointProductPlaces, places, planes, summedProducts } from './images.ts'
import type { BlockedWriter } from './writer.ts'

/* The weight gradient of a dense convolution: for each place of its kernel, Σ over photographs and pixels of dy times
   the pixel of x that the place sees. One of the two is shifted by the place, which copies it, and all the rest is
   matrix products. Without a stride dy is shifted, which has no more channels in most networks; with one only x can be. */

type Pair = readonly [number, number]

/** Most channels of dy for the products of all places to be one: few rows make a slow product, copying them is cheap. */
const jointChannels = 64

/** Gives [o, i, places]. `dy`: the name of a value shaped as `like`. */
export function shiftedProducts(writer: BlockedWriter, x: string, dy: string, like: string, window: Window): string {
  const [, , height, width] = writer.imageShape(x)
  if (window.strides.some((stride) => stride > 1)) return joined(writer, shiftingImage(writer, x, dy, like, window))
  return height * width > jointProductPlaces
    ? turned(writer, planesOfGradient(writer, x, dy, like, window))
    : placesOfGradient(writer, x, dy, like, window)
}

/** Places before and behind that an axis of dy needs for every shift to be as long as the input. */
function around(window: Window, axis: 0 | 1, input: number, output: number): Pair {
  const reach = (window.kernel[axis] - 1) * window.dilations[axis]
  return [reach - window.pads[axis], input - output + window.pads[axis]]
}

/** Every place of the kernel, row by row. */
function placesOf({ kernel }: Window): readonly Pair[] {
  return Array.from({ length: kernel[0] * kernel[1] }, (_, i) => [Math.floor(i / kernel[1]), i % kernel[1]] as const)
}

/** dy as each place of the kernel sees it, its rows and columns on `axes`; negative pads cut it. */
function shiftedGradients(
  writer: BlockedWriter,
  dy: string,
  axes: Pair,
  window: Window,
  input: Pair,
): readonly string[] {
  const { builder } = writer
  const shape = builder.shapeOf(dy)
  const rims = ([0, 1] as const).map((axis) => around(window, axis, input[axis], shape[axes[axis]] as number))
  const side = (which: 0 | 1) => shape.map((_, axis) => rims[axes.indexOf(axis)]?.[which] ?? 0)
  const padded = builder.op('Pad', [dy, builder.integers(...side(0), ...side(1))])
  return placesOf(window).map((place) => {
    const start = ([0, 1] as const).map((axis) => (window.kernel[axis] - 1 - place[axis]) * window.dilations[axis])
    const end = start.map((first, axis) => first + (input[axis] as number))
    return builder.op('Slice', [
      padded,
      builder.integers(...start),
      builder.integers(...end),
      builder.integers(...axes),
    ])
  })
}

/** One product a photograph: [places, o, i]. Quicker over large images. */
function planesOfGradient(writer: BlockedWriter, x: string, dy: string, like: string, window: Window): string {
  const { builder } = writer
  const [count, channels, height, width] = writer.imageShape(x)
  const [, outputs, rows, columns] = writer.imageShape(like)
  const image = writer.reshape(planes(writer, dy, like), count, outputs, rows, columns)
  const shifted = shiftedGradients(writer, image, [2, 3], window, [height, width])
  const all = builder.op('Concat', shifted, { axis: int(1) })
  const each = writer.reshape(all, count, shifted.length * outputs, height * width)
  return writer.reshape(summedProducts(writer, each, planes(writer, x, x)), shifted.length, outputs, channels)
}

/** One product over all photographs, channels last: [o, i, places]. */
function placesOfGradient(writer: BlockedWriter, x: string, dy: string, like: string, window: Window): string {
  const { builder } = writer
  const [count, channels, height, width] = writer.imageShape(x)
  const [, outputs, rows, columns] = writer.imageShape(like)
  const image = writer.reshape(places(writer, dy, like), count, rows, columns, outputs)
  const shifted = shiftedGradients(writer, image, [1, 2], window, [height, width])
  const pixels = count * height * width
  if (outputs >= jointChannels) {
    return joined(
      writer,
      shifted.map((one) => product(writer, writer.reshape(one, pixels, outputs), places(writer, x, x))),
    )
  }
  const all = writer.reshape(builder.op('Concat', shifted, { axis: int(3) }), pixels, shifted.length * outputs)
  const products = product(writer, all, places(writer, x, x))
  return turned(writer, writer.reshape(products, shifted.length, outputs, channels))
}

/** [o, i] for each place, where the stride lets x alone be shifted. */
function shiftingImage(writer: BlockedWriter, x: string, dy: string, like: string, window: Window): readonly string[] {
  const { builder } = writer
  const [count, channels, height, width] = writer.imageShape(x)
  const [, , rows, columns] = writer.imageShape(like)
  const { kernel, strides, dilations } = window
  const [top, left] = window.pads
  const reach = [(rows - 1) * strides[0] + 1, (columns - 1) * strides[1] + 1] as const
  // Rows and columns that the last place of the kernel looks at; fewer than there are where a stride leaves some out.
  const bottom = Math.max(0, reach[0] + (kernel[0] - 1) * dilations[0] - height - top)
  const right = Math.max(0, reach[1] + (kernel[1] - 1) * dilations[1] - width - left)
  const image = writer.reshape(places(writer, x, x), count, height, width, channels)
  const pads = [0, top, left, 0, 0, bottom, right, 0]
  const padded = pads.every((pad) => pad === 0) ? image : builder.op('Pad', [image, builder.integers(...pads)])
  return placesOf(window).map(([row, column]) => {
    const start = [row * dilations[0], column * dilations[1]] as const
    const shifted = builder.op('Slice', [
      padded,
      builder.integers(...start),
      builder.integers(start[0] + reach[0], start[1] + reach[1]),
      builder.integers(1, 2),
      builder.integers(...strides),
    ])
    return product(writer, places(writer, dy, like), writer.reshape(shifted, count * rows * columns, channels))
  })
}

/** Σ over pixels of a·bᵀ: [p,o] and [p,i] give [o,i]. */
function product(writer: BlockedWriter, a: string, b: string): string {
  return writer.builder.op('FusedMatMul', [a, b], transposeFirst, 'com.microsoft')
}

const transposeFirst: Attributes = { transA: int(1) }

/** [o,i] of every place as [o, i, places]. Places belong innermost: in runs of a block first, then as a picture in blocks
 *  that is laid out plain. ONNX Runtime's Transpose of single values takes ten times as long. */
function joined(writer: BlockedWriter, products: readonly string[]): string {
  const [outputs, channels] = writer.builder.shapeOf(products[0] as string) as [number, number]
  if (products.length === 1) return writer.reshape(products[0] as string, outputs, channels, 1)
  const runs = products.map((one) => writer.reshape(one, (outputs * channels) / writer.block, 1, writer.block))
  return plainRuns(writer, writer.builder.op('Concat', runs, { axis: int(1) }), outputs, channels)
}

/** The same from [places, o, i]. */
function turned(writer: BlockedWriter, products: string): string {
  const [count, outputs, channels] = writer.builder.shapeOf(products) as [number, number, number]
  const runs = writer.reshape(products, count, (outputs * channels) / writer.block, writer.block)
  return plainRuns(writer, writer.builder.op('Transpose', [runs], { perm: ints([1, 0, 2]) }), outputs, channels)
}

/** Values in runs of a block, [o·i/b, places, b], as [o, i, places]. */
function plainRuns(writer: BlockedWriter, runs: string, outputs: number, channels: number): string {
  const [count, length, block] = writer.builder.shapeOf(runs) as [number, number, number]
  const pictures = writer.reshape(runs, count, block, length, 1)
  const plain = writer.builder.op('ReorderOutput', [pictures], { channels: int(block) }, blockedDomain)
  return writer.reshape(plain, outputs, channels, length)
}
