import { rowArgMax } from '#numerics/arg-max.ts'
import { readersWithRatings } from '../agreement/ratings.ts'
import { pairwiseSum } from '../label-issues/pairwise-sum.ts'
import type { Crowd } from './crowd.ts'

/** Least weight, and least error that is divided by. */
const least = 1e-6

/** How far readers and model are believed, each as an error less than that of always giving the commonest class. */
export interface Weights {
  /** NaN of a reader without ratings. */
  readonly readers: readonly number[]
  readonly model: number
  /** How likely a reader gives the consensus. */
  readonly likelihood: number
}

/** The weights that follow from what is held to be each item's class, `labels` (Goh, Tkachenko and Mueller 2022). Items with
 *  a single rating say nothing of them. Null where no item has two. */
export function crowdWeights(crowd: Crowd, labels: Int32Array, agreement: Float64Array): Weights | null {
  const { items, classes, times, probabilities } = crowd
  const [agreements, labelCounts]: [number[], number[]] = [[], new Array(classes).fill(0)]
  let [modelErrors, ratings, rated] = [0, 0, 0]
  for (let item = 0; item < items; item++) {
    const raters = times[item] as number
    const label = labels[item] as number
    if (raters > 0) rated++
    ratings += raters
    if (raters < 2) continue
    agreements.push(agreement[item] as number)
    labelCounts[label] = (labelCounts[label] as number) + 1
    if (rowArgMax(probabilities, item, classes) !== label) modelErrors++
  }
  const shared = agreements.length
  if (shared === 0) return null
  const baseline = Math.max(least, (shared - Math.max(...labelCounts)) / shared)
  return {
    readers: agreementWithOthers(crowd).map((share) => Math.max(least, 1 - (1 - share) / baseline)),
    model: Math.max(least, 1 - modelErrors / shared / baseline) * Math.sqrt(ratings / rated),
    likelihood: pairwiseSum(agreements) / shared,
  }
}

/** Share of the other readers of the same items that each reader agrees with, items weighing by how many others there are.
 *  A reader who shares no item has the mean of those who do; NaN without any rating. */
function agreementWithOthers(crowd: Crowd): number[] {
  const { items, readers, classes, given, counts, times } = crowd
  const shares = new Array<number>(readers).fill(Number.NaN)
  const present = readersWithRatings(crowd)
  for (const reader of present) {
    const same: number[] = []
    let others = 0
    for (let item = 0; item < items; item++) {
      const rating = given[item * readers + reader] as number
      if (rating < 0) continue
      const beside = (times[item] as number) - 1
      // Divided and multiplied again as NumPy's weighted mean does: the last bit tells ties.
      same.push(beside > 0 ? (((counts[item * classes + rating] as number) - 1) / beside) * beside : 0)
      others += beside
    }
    if (others > 0) shares[reader] = pairwiseSum(same) / others
  }
  const known = shares.filter((share) => !Number.isNaN(share))
  const mean = pairwiseSum(known) / known.length
  for (const reader of present) if (Number.isNaN(shares[reader])) shares[reader] = mean
  return shares
}
