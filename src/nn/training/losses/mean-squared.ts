import type { GraphBuilder } from '../../graph/builder.ts'
import type { GradeMoments } from '../../heads/head.ts'
import { rowSums, targetMoment, total } from './target.ts'

/** Squared distance between the predicted mean grade and the target's, averaged over the batch. */
export function addMeanSquared(builder: GraphBuilder, { mean }: GradeMoments, target: string): string {
  const [count] = builder.shapeOf(target) as [number]
  const weight = rowSums(builder, target)
  // An empty row has no grade, and counts for nothing whatever it is taken for.
  const divisor = builder.op('Max', [weight, builder.scalar(1e-12)])
  const expected = builder.op('Div', [targetMoment(builder, target, (grade) => grade), divisor])
  const distance = builder.op('Sub', [mean, expected])
  const losses = builder.op('Mul', [builder.op('Mul', [distance, distance]), weight])
  return builder.op('Mul', [total(builder, losses), builder.scalar(1 / count)])
}
