import type { GraphNode } from '../graph/types.ts'
import { resizeMap, resizes } from '../operators/resize.ts'
import { type DoubleArray, doubles, eachPlace, stridesOf } from './array.ts'

/** Resize, one axis after the other. What each place is made of is the operator's own rule; ONNX Runtime judges it. */
export function resized(
  node: GraphNode,
  x: DoubleArray,
  scales: DoubleArray | undefined,
  sizes: DoubleArray | undefined,
): DoubleArray {
  const values = (given: DoubleArray | undefined) => (given === undefined ? undefined : [...given.data])
  let result = x
  for (const [axis, how] of resizes(node, x.shape, values(scales), values(sizes)).entries()) {
    const map = resizeMap(node, how)
    const source = result
    const strides = stridesOf(source.shape)
    const stride = strides[axis] as number
    result = doubles(source.shape.with(axis, how.to))
    const into = result.data
    eachPlace(result.shape, (place, index) => {
      const start = place.reduce((sum, value, i) => sum + (i === axis ? 0 : value * (strides[i] as number)), 0)
      for (const [from, weight] of map[place[axis] as number] ?? [])
        into[index] = (into[index] as number) + weight * (source.data[start + from * stride] as number)
    })
  }
  return result
}
