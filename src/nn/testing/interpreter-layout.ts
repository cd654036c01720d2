import { intAttribute, intsAttribute } from '../graph/attributes.ts'
import type { GraphNode, ValueType } from '../graph/types.ts'
import { type DoubleArray, doubles, eachPlace, positionIn, stridesOf } from './array.ts'

/** Takes places from an array: `source` gives the place that each result comes from, or undefined for a zero. */
function taken(
  x: DoubleArray,
  shape: readonly number[],
  source: (place: readonly number[]) => readonly number[] | undefined,
): DoubleArray {
  const result = doubles(shape)
  const strides = stridesOf(x.shape)
  eachPlace(shape, (place, index) => {
    const from = source(place)
    if (from === undefined) return
    let position = 0
    for (const [axis, value] of from.entries()) position += value * (strides[axis] as number)
    result.data[index] = x.data[position] as number
  })
  return result
}

/** The operators that only move values. `outputs` are the types that the shape rule gives. */
export function moved(
  node: GraphNode,
  inputs: readonly DoubleArray[],
  outputs: readonly ValueType[],
): readonly DoubleArray[] | undefined {
  const [x, second, , fourth, fifth] = inputs as [DoubleArray, DoubleArray?, DoubleArray?, DoubleArray?, DoubleArray?]
  const shape = outputs[0]?.shape ?? []
  switch (node.type) {
    case 'Reshape':
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Identity':
      return [{ shape, data: x.data }]
    case 'Expand':
      return [
        taken(x, shape, (place) =>
          place.slice(place.length - x.shape.length).map((value, axis) => (x.shape[axis] === 1 ? 0 : value)),
        ),
      ]
    case 'Transpose': {
      const order = intsAttribute(node, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis)
      return [taken(x, shape, (place) => x.shape.map((_, axis) => place[order.indexOf(axis)] as number))]
    }
    case 'Slice': {
      const starts = second?.data ?? []
      const axes = [...(fourth?.data ?? Float64Array.from(starts, (_, i) => i))].map((axis) =>
        axis < 0 ? axis + x.shape.length : axis,
      )
      return [
        taken(x, shape, (place) =>
          place.map((value, axis) => {
            const index = axes.indexOf(axis)
            if (index < 0) return value
            const length = x.shape[axis] as number
            const step = fifth?.data[index] ?? 1
            const raw = starts[index] as number
            const from = Math.min(Math.max(raw < 0 ? raw + length : raw, 0), step < 0 ? length - 1 : length)
            return from + value * step
          }),
        ),
      ]
    }
    case 'Pad': {
      const pads = second?.data ?? new Float64Array()
      const inside = (place: readonly number[]) => place.map((value, axis) => value - (pads[axis] as number))
      return [
        taken(x, shape, (place) => {
          const from = inside(place)
          return from.every((value, axis) => value >= 0 && value < (x.shape[axis] as number)) ? from : undefined
        }),
      ]
    }
    case 'Concat': {
      const axis = (intAttribute(node, 'axis', 0) + x.shape.length) % x.shape.length
      const result = doubles(shape)
      let offset = 0
      for (const part of inputs) {
        const start = offset
        eachPlace(part.shape, (place, index) => {
          const target = place.map((value, i) => (i === axis ? value + start : value))
          result.data[positionIn(shape, target)] = part.data[index] as number
        })
        offset += part.shape[axis] as number
      }
      return [result]
    }
    case 'Split': {
      const axis = (intAttribute(node, 'axis', 0) + x.shape.length) % x.shape.length
      let offset = 0
      return outputs.map(({ shape: part }) => {
        const start = offset
        offset += part[axis] as number
        return taken(x, part, (place) => place.map((value, i) => (i === axis ? value + start : value)))
      })
    }
    default:
      return undefined
  }
}
