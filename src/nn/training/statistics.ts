import type { GraphBuilder } from '../graph/builder.ts'
import { elementCount, float32 } from '../tensor.ts'
import type { StatisticPair } from './batch-norm.ts'
import { joinPack, type Pack } from './packing.ts'

/** The running statistics of each pack after a step, by PyTorch's rule: running ← (1-m)·running + m·batch, with the
 *  unbiased variance; whole packs at a time. */
export function addStatistics(
  builder: GraphBuilder,
  packs: readonly Pack[],
  pairs: readonly StatisticPair[],
  momentum: number,
): readonly string[] {
  const values = new Map<string, string>()
  const shares = new Map<string, number>()
  for (const { runningMean, runningVariance, mean, variance, places } of pairs) {
    values.set(runningMean, mean)
    values.set(runningVariance, variance)
    shares.set(runningMean, momentum)
    shares.set(runningVariance, (momentum * places) / Math.max(1, places - 1))
  }
  return packs.map((pack) => {
    const share = new Float32Array(pack.length)
    let offset = 0
    for (const { name, shape } of pack.members) {
      const end = offset + elementCount(shape)
      share.fill(shares.get(name) ?? 0, offset, end)
      offset = end
    }
    const kept = builder.op('Mul', [pack.name, builder.scalar(1 - momentum)])
    const shared = builder.op('Mul', [joinPack(builder, pack, values), builder.constant(float32(share, [pack.length]))])
    return builder.op('Add', [kept, shared])
  })
}
