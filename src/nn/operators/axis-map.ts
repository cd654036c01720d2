import type { GraphBuilder } from '../graph/builder.ts'
import { elementCount, float32 } from '../tensor.ts'

/** A linear map along one axis: for each place of the result, the places it is made of and how much of each. */
export type AxisMap = readonly (readonly (readonly [source: number, weight: number])[])[]

/** The map that only picks places; undefined picks none, which leaves a zero. */
export function picking(sources: readonly (number | undefined)[]): AxisMap {
  return sources.map((source) => (source === undefined ? [] : [[source, 1] as const]))
}

/** The gradient by the map's input, of `length` along the axis, from the one by its result: a product with the
 *  transposed matrix. */
export function mapBack(builder: GraphBuilder, dy: string, axis: number, map: AxisMap, length: number): string {
  const shape = builder.shapeOf(dy)
  const [before, after] = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis + 1))]
  const matrix = new Float32Array(length * map.length)
  for (const [result, sources] of map.entries())
    for (const [source, weight] of sources) {
      const index = source * map.length + result
      matrix[index] = (matrix[index] as number) + weight
    }
  const transposed = builder.constant(float32(matrix, [length, map.length]))
  const rows = builder.op('Reshape', [dy, builder.integers(before, map.length, after)])
  const product = builder.op('MatMul', [transposed, rows])
  return builder.op('Reshape', [product, builder.integers(...shape.with(axis, length))])
}
