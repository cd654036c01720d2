import { intAttribute } from '../graph/attributes.ts'
import type { GraphNode, ValueType } from '../graph/types.ts'
import { readWindow } from '../operators/convolution-shape.ts'
import { type DoubleArray, doubles, eachPlace } from './array.ts'

/** Values under one window, with their positions in the array; `padding` counts the places that pads fill. */
interface Seen {
  readonly values: readonly number[]
  readonly positions: readonly number[]
  readonly padding: number
}

/** What every window of a pool sees of an image, row by row. */
function* windowsOf(node: GraphNode, x: DoubleArray, output: ValueType): Generator<Seen> {
  const [, channels, height, width] = x.shape as [number, number, number, number]
  const { kernel, strides, dilations, pads } = readWindow(node, x.shape, [1, 1])
  const places: (readonly number[])[] = []
  eachPlace(output.shape, (place) => places.push([...place]))
  for (const [n, c, i, j] of places as (readonly [number, number, number, number])[]) {
    const values: number[] = []
    const positions: number[] = []
    let padding = 0
    for (let p = 0; p < kernel[0]; p++) {
      for (let q = 0; q < kernel[1]; q++) {
        const row = i * strides[0] + p * dilations[0] - pads[0]
        const column = j * strides[1] + q * dilations[1] - pads[1]
        if (row >= 0 && row < height && column >= 0 && column < width) {
          const position = ((n * channels + c) * height + row) * width + column
          positions.push(position)
          values.push(x.data[position] as number)
        } else if (row < height + pads[2] && column < width + pads[3]) padding++
      }
    }
    yield { values, positions, padding }
  }
}

function whole(node: GraphNode, x: DoubleArray): GraphNode {
  return { ...node, attributes: { kernel_shape: { kind: 'ints', value: x.shape.slice(2) } } }
}

/** The pools. `outputs` are the types that the shape rule gives. */
export function pooled(
  node: GraphNode,
  x: DoubleArray,
  outputs: readonly ValueType[],
): readonly DoubleArray[] | undefined {
  const output = outputs[0] as ValueType
  const each = (of: GraphNode, f: (seen: Seen) => number) =>
    doubles(output.shape, Array.from(windowsOf(of, x, output), f))
  const mean = ({ values }: Seen, count: number) => values.reduce((sum, value) => sum + value, 0) / count
  switch (node.type) {
    case 'MaxPool': {
      const largest = each(node, ({ values }) => Math.max(...values))
      const place = ({ values, positions }: Seen) => positions[values.indexOf(Math.max(...values))] as number
      return outputs.length === 1 ? [largest] : [largest, each(node, place)]
    }
    case 'AveragePool': {
      const counted = intAttribute(node, 'count_include_pad', 0) === 1
      return [each(node, (seen) => mean(seen, seen.values.length + (counted ? seen.padding : 0)))]
    }
    case 'GlobalMaxPool':
      return [each(whole(node, x), ({ values }) => Math.max(...values))]
    case 'GlobalAveragePool':
      return [each(whole(node, x), (seen) => mean(seen, seen.values.length))]
    default:
      return undefined
  }
}
