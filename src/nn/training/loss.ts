import type { GraphBuilder } from '../graph/builder.ts'
import { int, internalDomain } from '../graph/types.ts'

/** Cross-entropy with soft targets [n,k], averaged over the batch. `smoothing` ε mixes ε/k into every class. A row
 *  that sums to w counts w times. */
export function addCrossEntropy(builder: GraphBuilder, logits: string, target: string, smoothing: number): string {
  const [count, classes] = builder.shapeOf(logits) as [number, number]
  const logarithms = builder.op('LogSoftmax', [logits], {}, internalDomain)
  const smooth =
    smoothing === 0
      ? target
      : builder.op('Add', [
          builder.op('Mul', [target, builder.scalar(1 - smoothing)]),
          builder.op('Mul', [
            builder.op('ReduceSum', [target, builder.integers(1)], { keepdims: int(1) }),
            builder.scalar(smoothing / classes),
          ]),
        ])
  const total = builder.op('ReduceSum', [builder.op('Mul', [logarithms, smooth]), builder.integers(0, 1)], {
    keepdims: int(0),
  })
  return builder.op('Mul', [total, builder.scalar(-1 / count)])
}
