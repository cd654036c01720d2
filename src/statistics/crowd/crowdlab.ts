import { rowArgMax } from '#numerics/arg-max.ts'
import type { Crowd } from './crowd.ts'
import { majorityLabels } from './majority-label.ts'
import { readerQuality } from './reader-quality.ts'
import { crowdWeights, type Weights } from './weights.ts'

/** `best`: the class with the highest probability after all ratings; `majority`: what most readers gave. */
export const consensusMethods = ['best', 'majority'] as const
export type ConsensusMethod = (typeof consensusMethods)[number]
/** `crowdlab`: readers and model together, each as far as it is believed; `agreement`: readers alone, all alike. */
export const qualityMethods = ['crowdlab', 'agreement'] as const
export type QualityMethod = (typeof qualityMethods)[number]

export interface CrowdOptions {
  /** `best` if absent. */
  readonly consensus?: ConsensusMethod
  /** `crowdlab` if absent. */
  readonly quality?: QualityMethod
}

/** What readers and model together say of every item. */
export interface CrowdConsensus {
  /** The consensus of each item; -1 where nobody rated it. */
  readonly labels: Int32Array
  /** Probability that the consensus is right, of each item; NaN where nobody rated it. */
  readonly quality: Float64Array
  /** Share of an item's readers who gave the consensus; NaN where nobody rated it. */
  readonly agreement: Float64Array
  /** Probability of each class: items × classes; what the model says where nobody rated the item. */
  readonly posterior: Float64Array
  /** Probability of each rating: items × readers, NaN where there is none. */
  readonly labelQuality: Float64Array
  /** How good each reader is, 0 to 1; NaN of a reader without ratings, and of one who shares no item with another. */
  readonly readerQuality: readonly number[]
  /** Null where readers alone are asked, and where no item has two ratings. */
  readonly weights: Weights | null
}

/** CROWDLAB (Goh, Tkachenko and Mueller 2022) with the figures of cleanlab 2.9.0: a consensus for items that several readers
 *  rated, its quality, and that of every rating and reader. Where no item has two ratings nothing tells how far to believe
 *  readers: what most gave is the consensus, and the quality of a rating what the model gives it. */
export function crowdlab(
  crowd: Crowd,
  { consensus = 'best', quality = 'crowdlab' }: CrowdOptions = {},
): CrowdConsensus {
  const majority = majorityLabels(crowd)
  let labels = majority
  let found = estimate(crowd, labels, quality)
  if (consensus === 'best' && (quality === 'agreement' || found.weights)) {
    labels = bestLabels(crowd, found.posterior, majority)
    found = estimate(crowd, labels, quality)
  }
  const { readers, classes, given } = crowd
  const labelQuality = new Float64Array(given).map((rating, place) =>
    rating < 0 ? Number.NaN : (found.posterior[Math.floor(place / readers) * classes + rating] as number),
  )
  return {
    labels,
    quality: ofLabels(labels, (item, label) => found.posterior[item * classes + label] as number),
    labelQuality,
    readerQuality: readerQuality(crowd, labels, labelQuality, quality === 'crowdlab' ? found.weights : 'agreement'),
    ...found,
  }
}

function estimate(crowd: Crowd, labels: Int32Array, quality: QualityMethod) {
  const { classes, counts, times } = crowd
  const agreement = ofLabels(
    labels,
    (item, label) => (counts[item * classes + label] as number) / (times[item] as number),
  )
  const weights = quality === 'crowdlab' ? crowdWeights(crowd, labels, agreement) : null
  const posterior = weights
    ? weightedPosterior(crowd, weights)
    : quality === 'crowdlab'
      ? crowd.probabilities
      : sharesOfReaders(crowd)
  return { agreement, posterior, weights }
}

/** A figure of every item with a label; NaN of the others. */
function ofLabels(labels: Int32Array, figure: (item: number, label: number) => number): Float64Array {
  return new Float64Array(labels).map((label, item) => (label < 0 ? Number.NaN : figure(item, label)))
}

/** Mean of the model's probabilities and of what each rating makes likely, by weight. */
function weightedPosterior(crowd: Crowd, { readers: weights, model, likelihood }: Weights): Float64Array {
  const { items, readers, classes, given, probabilities } = crowd
  const other = (1 - likelihood) / (classes - 1)
  const posterior = new Float64Array(items * classes)
  for (let item = 0; item < items; item++) {
    const row = posterior.subarray(item * classes, (item + 1) * classes)
    let total = 0
    for (let k = 0; k < classes; k++) row[k] = (probabilities[item * classes + k] as number) * model
    for (let reader = 0; reader < readers; reader++) {
      const rating = given[item * readers + reader] as number
      if (rating < 0) continue
      const weight = weights[reader] as number
      total += weight
      for (let k = 0; k < classes; k++)
        row[k] = (row[k] as number) + (k === rating ? weight * likelihood : weight * other)
    }
    total += model
    for (let k = 0; k < classes; k++) row[k] = (row[k] as number) / total
  }
  return posterior
}

/** What readers alone say; what the model says of an item that nobody rated. */
function sharesOfReaders({ classes, counts, times, probabilities }: Crowd): Float64Array {
  return probabilities.map((probability, place) => {
    const raters = times[Math.floor(place / classes)] as number
    return raters === 0 ? probability : (counts[place] as number) / raters
  })
}

/** The likeliest class of each item, what most readers gave where it is not one alone. */
function bestLabels({ classes }: Crowd, posterior: Float64Array, majority: Int32Array): Int32Array {
  return majority.map((most, item) => {
    if (most < 0) return most
    const best = rowArgMax(posterior, item, classes)
    const row = posterior.subarray(item * classes, (item + 1) * classes)
    return row.lastIndexOf(row[best] as number) === best ? best : most
  })
}
