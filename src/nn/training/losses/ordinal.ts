import type { GraphBuilder } from '../../graph/builder.ts'
import { int } from '../../graph/types.ts'
import { float32, zeros } from '../../tensor.ts'
import { addCrossEntropy } from './cross-entropy.ts'
import { rowSums } from './target.ts'

/** Binary cross-entropy of the logits for "grade ≥ 1" … "grade ≥ classes-1" against the cumulative targets, averaged
 *  over the batch and the logits. A logit z is one of two classes whose other logit is 0: that is stable for any z, and
 *  smooth at 0, where logits start. */
export function addOrdinal(builder: GraphBuilder, logits: string, target: string): string {
  const [count, steps] = builder.shapeOf(logits) as [number, number]
  const places = count * steps
  const atLeast = Array.from({ length: (steps + 1) * steps }, (_, i) => (Math.floor(i / steps) > i % steps ? 1 : 0))
  const cumulative = builder.op('MatMul', [target, builder.constant(float32(atLeast, [steps + 1, steps]))])
  const below = builder.op('Sub', [rowSums(builder, target), cumulative])
  const column = (value: string) => builder.op('Reshape', [value, builder.integers(places, 1)])
  const pairs = (yes: string, no: string) => builder.op('Concat', [column(yes), no], { axis: int(1) })
  return addCrossEntropy(builder, pairs(logits, builder.constant(zeros([places, 1]))), pairs(cumulative, column(below)))
}
