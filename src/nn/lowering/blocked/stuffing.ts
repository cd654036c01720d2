import type { Window } from '../../operators/convolution-shape.ts'
import type { Shape } from '../../tensor.ts'
import type { BlockedWriter } from './writer.ts'

type Image = [count: number, channels: number, height: number, width: number]
type Pads = Window['pads']

interface Stuffing {
  /** Pads of the convolution over the stuffed image, from those it would have without a stride. */
  pads(mirrored: Pads): Pads
  write(writer: BlockedWriter, image: string): string
}

/** How to put stride - 1 zeros behind every row and column of dy, so that a convolution of stride 1 gives the input
 *  gradient; undefined where that would take negative pads. */
export function stuffed(input: Shape, dy: Shape, window: Window): Stuffing | undefined {
  const [down, across] = window.strides
  if (down === 1 && across === 1) return { pads: (pads) => pads, write: (_, image) => image }
  const missing = ([0, 1] as const).map((axis) => {
    const reach = (window.kernel[axis] - 1) * window.dilations[axis]
    const [before, stride] = [window.pads[axis], window.strides[axis]]
    // Length of the input = stuffed length + pads - reach.
    return (input[axis + 2] as number) - (dy[axis + 2] as number) * stride + reach - (reach - before)
  }) as [number, number]
  if (missing.some((pad) => pad < 0)) return undefined
  return {
    pads: ([top, left]) => [top, left, missing[0], missing[1]],
    write: (writer, image) => {
      const [count, channels, height, width] = writer.builder.shapeOf(image) as Image
      const { builder, block } = writer
      const rows = (count * channels) / block
      const wide = writer.reshape(image, rows * height * width, block)
      const columns = builder.op('Pad', [wide, builder.integers(0, 0, 0, (across - 1) * block)])
      const tall = writer.reshape(columns, rows * height, width * across * block)
      const filled = builder.op('Pad', [tall, builder.integers(0, 0, 0, (down - 1) * width * across * block)])
      return writer.reshape(filled, count, channels, height * down, width * across)
    },
  }
}
