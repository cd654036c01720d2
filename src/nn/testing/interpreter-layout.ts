import { intAttribute, intsAttribute, textAttribute } from '../graph/attributes.ts'
import type { GraphNode, ValueType } from '../graph/types.ts'
import { type DoubleArray, doubles, eachPlace, positionIn, stridesOf } from './array.ts'

/** Takes places from an array: `source` gives the place that each result comes from, or undefined for `otherwise`. */
function taken(
  x: DoubleArray,
  shape: readonly number[],
  source: (place: readonly number[]) => readonly number[] | undefined,
  otherwise = 0,
): DoubleArray {
  const result = doubles(shape)
  result.data.fill(otherwise)
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

/** Where a place beyond an axis takes its value from, by Pad's mode. */
const sources: Readonly<Record<string, (place: number, length: number) => number>> = {
  edge: (place, length) => Math.min(Math.max(place, 0), length - 1),
  wrap: (place, length) => (place + length * 8) % length,
  reflect: (place, length) => (place < 0 ? -place : place < length ? place : 2 * (length - 1) - place),
}

/** The operators that only move values. `outputs` are the types that the shape rule gives. */
export function moved(
  node: GraphNode,
  inputs: readonly DoubleArray[],
  outputs: readonly ValueType[],
): readonly DoubleArray[] | undefined {
  const [x, second, third, fourth, fifth] = inputs as [DoubleArray, ...(DoubleArray | undefined)[]]
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
      const axes = [...(fourth?.data ?? x.shape.keys())].map((axis) => (axis < 0 ? axis + x.shape.length : axis))
      const before = x.shape.map((_, axis) => second?.data[axes.indexOf(axis)] ?? 0)
      const source = sources[textAttribute(node, 'mode', 'constant')]
      const from = (place: readonly number[]) => place.map((value, axis) => value - (before[axis] as number))
      const filled = (place: readonly number[]) =>
        from(place).every((value, axis) => value >= 0 && value < (x.shape[axis] as number)) ? from(place) : undefined
      const repeated = (place: readonly number[]) =>
        from(place).map((value, axis) => source?.(value, x.shape[axis] as number) ?? value)
      return [taken(x, shape, source === undefined ? filled : repeated, third?.data[0])]
    }
    case 'Gather': {
      const axis = (intAttribute(node, 'axis', 0) + x.shape.length) % x.shape.length
      const rank = second?.shape.length ?? 0
      const length = x.shape[axis] as number
      return [
        taken(x, shape, (place) => {
          const index = second?.data[positionIn(second.shape, place.slice(axis, axis + rank))] as number
          return [...place.slice(0, axis), (index + length) % length, ...place.slice(axis + rank)]
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
