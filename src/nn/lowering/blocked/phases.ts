import { int } from '../../graph/types.ts'
import type { Window } from '../../operators/convolution-shape.ts'
import type { Shape } from '../../tensor.ts'
import { backwardFilter } from './filters.ts'
import type { BlockedWriter } from './writer.ts'

/** Places of the input that leave one remainder by the stride see only some places of the kernel. */
interface Phase {
  /** Those, last first. */
  readonly places: readonly number[]
  readonly before: number
  readonly after: number
}

/** The input gradient of a dense convolution with a stride: of every `stride`-th row and column an own convolution of dy
 *  without one, by the places of the kernel that reach it. Stuffing dy with zeros instead multiplies by them.
 *  Undefined where the input is no whole number of strides, or the kernel leaves remainders out in between. */
export function inputGradientByPhases(
  writer: BlockedWriter,
  dy: string,
  weights: string,
  input: Shape,
  window: Window,
): string | undefined {
  const [, , rows, columns] = writer.builder.shapeOf(dy) as [number, number, number, number]
  const down = phases(window, 0, input[2] as number, rows)
  const across = phases(window, 1, input[3] as number, columns)
  if (down === undefined || across === undefined) return undefined
  const width = window.kernel[1]
  const convolved = down.map((row) =>
    across.map((column) => {
      const places = row.places.flatMap((y) => column.places.map((x) => y * width + x))
      const kernel = [row.places.length, column.places.length] as const
      const filter = backwardFilter(writer, weights, places, kernel)
      const pads = [row.before, column.before, row.after, column.after] as const
      return writer.convolve([dy, filter], { kernel, strides: [1, 1], dilations: [1, 1], pads }, 1)
    }),
  )
  const [count, channels, height, wide] = writer.builder.shapeOf(convolved[0]?.[0] as string) as [
    number,
    number,
    number,
    number,
  ]
  const pictures = (count * channels) / writer.block
  const joined = convolved.map((row) =>
    alternating(writer, row, pictures * height * wide, writer.block, window.strides[1]),
  )
  const length = wide * window.strides[1] * writer.block
  const all = alternating(writer, joined, pictures * height, length, window.strides[0])
  return writer.reshape(all, count, channels, height * window.strides[0], wide * window.strides[1])
}

/** One phase a remainder; those at the end that no place of the kernel reaches are left out. */
function phases(window: Window, axis: 0 | 1, length: number, outputs: number): readonly Phase[] | undefined {
  const [kernel, stride, before] = [window.kernel[axis], window.strides[axis], window.pads[axis]]
  if (length % stride !== 0 || window.dilations[axis] !== 1) return undefined
  const found: Phase[] = []
  for (let remainder = 0; remainder < stride; remainder++) {
    const first = (remainder + before) % stride
    const places: number[] = []
    for (let place = first; place < kernel; place += stride) places.unshift(place)
    if (places.length === 0) break
    const ahead = places.length - 1 - (remainder + before - first) / stride
    const behind = length / stride + places.length - 1 - outputs - ahead
    if (ahead < 0 || behind < 0) return undefined
    found.push({ places, before: ahead, after: behind })
  }
  const reached = found.reduce((sum, { places }) => sum + places.length, 0)
  return found.length > 0 && reached === kernel ? found : undefined
}

/** Pieces of `length` of each part in turn, [pieces, of·length]; zeros for parts there are none of. */
function alternating(
  writer: BlockedWriter,
  parts: readonly string[],
  pieces: number,
  length: number,
  of: number,
): string {
  const { builder } = writer
  const views = parts.map((part) => writer.reshape(part, pieces, length))
  const joined = views.length === 1 ? (views[0] as string) : builder.op('Concat', views, { axis: int(1) })
  const missing = of - parts.length
  return missing === 0 ? joined : builder.op('Pad', [joined, builder.integers(0, 0, 0, missing * length)])
}
