import type { GraphBuilder } from '../../graph/builder.ts'
import { internalDomain } from '../../graph/types.ts'
import { total } from './target.ts'

/** -Σ target·log softmax, averaged over the batch. */
export function addCrossEntropy(builder: GraphBuilder, logits: string, target: string): string {
  const [count] = builder.shapeOf(logits) as [number]
  const logarithms = builder.op('LogSoftmax', [logits], {}, internalDomain)
  return builder.op('Mul', [total(builder, builder.op('Mul', [logarithms, target])), builder.scalar(-1 / count)])
}
