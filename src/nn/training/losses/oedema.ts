import type { GraphBuilder } from '../../graph/builder.ts'
import { addLoss, defaultLoss } from './loss.ts'
import { total } from './target.ts'

/** `weight` times the cross-entropy of oedema risks, averaged over the photographs of the batch that have a label: the rows
 *  of `target` [n,3] that are not zero, each of which sums to 1. Zero where none has one. */
export function addOedemaLoss(builder: GraphBuilder, logits: string, target: string, weight: number): string {
  const [count] = builder.shapeOf(target) as [number]
  // The loss is a mean over the batch: rows that count for more make up for those without a label.
  const labelled = builder.op('Max', [total(builder, target), builder.scalar(1)])
  const share = builder.op('Div', [builder.scalar(weight * count), labelled])
  return addLoss(builder, logits, builder.op('Mul', [target, share]), defaultLoss)
}
