import type { GraphBuilder } from '../graph/builder.ts'
import { float32 } from '../tensor.ts'
import { masked } from './choice.ts'
import { reduceMax } from './reduction.ts'

/** A bool image of `values`, true at the first place along `axis` that holds the `largest` value there (of length 1
 *  along it). In float32 throughout: not every device has ArgMax's whole numbers. */
export function firstLargest(builder: GraphBuilder, values: string, largest: string, axis: number): string {
  const shape = builder.shapeOf(values)
  const length = shape[axis] ?? 1
  const ranks = Float32Array.from({ length }, (_, place) => length - place)
  const rank = builder.constant(float32(ranks, [length, ...shape.slice(axis + 1).map(() => 1)]))
  const candidates = masked(builder, builder.op('Equal', [values, largest]), rank)
  return builder.op('Equal', [candidates, reduceMax(builder, candidates, [axis])])
}
