import type { GraphBuilder } from '../graph/builder.ts'
import { elementCount, float32 } from '../tensor.ts'
import type { StatisticPair } from './batch-norm.ts'
import { joinPack, type Pack } from './packing.ts'

/** The running statistics of each pack after a step, by PyTorch's rule: running ← (1-m)·running + m·batch, with the
 *  unbiased variance; whole packs at a time. `momentum` is m where the network's file says nothing,
 *  or for all of them. */
export function addStatistics(
  builder: GraphBuilder,
  packs: readonly Pack[],
  pairs: readonly StatisticPair[],
  momentum: { readonly share: number; readonly forAll?: boolean | undefined },
): readonly string[] {
  const values = new Map<string, string>()
  const keeps = new Map<string, number>()
  const shares = new Map<string, number>()
  for (const { runningMean, runningVariance, mean, variance, places, momentum: written } of pairs) {
    const own = momentum.forAll ? momentum.share : (written ?? momentum.share)
    values.set(runningMean, mean)
    values.set(runningVariance, variance)
    shares.set(runningMean, own)
    shares.set(runningVariance, (own * places) / Math.max(1, places - 1))
    for (const name of [runningMean, runningVariance]) keeps.set(name, 1 - own)
  }
  return packs.map((pack) => {
    const kept = builder.op('Mul', [pack.name, perValue(builder, pack, keeps)])
    const shared = builder.op('Mul', [joinPack(builder, pack, values), perValue(builder, pack, shares)])
    return builder.op('Add', [kept, shared])
  })
}

/** The number of each member, once for each of its values. */
function perValue(builder: GraphBuilder, pack: Pack, numbers: ReadonlyMap<string, number>): string {
  const values = pack.members.flatMap(({ name, shape }) =>
    new Array<number>(elementCount(shape)).fill(numbers.get(name) ?? 0),
  )
  return builder.constant(float32(values, [pack.length]))
}
