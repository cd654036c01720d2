import { rowArgMax } from '#numerics/arg-max.ts'
import { readersWithRatings } from '../agreement/ratings.ts'
import type { Crowd } from './crowd.ts'
import { crowdlab } from './crowdlab.ts'
import { atTemperature, readersTemperature } from './temperature.ts'

/** Which items another rating would help most. */
export interface ActiveLearning {
  /** Of each item, rated or not: the less, the more another rating is worth. */
  readonly scores: Float64Array
  /** All items, the one most worth another rating first; by their number on ties. */
  readonly order: readonly number[]
  /** At which the model was asked. */
  readonly temperature: number
}

export interface ActiveLabOptions {
  /** `readersTemperature` if absent; 1 where no item has two ratings. */
  readonly temperature?: number
}

/** ActiveLab (Goh and Mueller 2023) with the figures of cleanlab 2.9.0: whom to ask again, of rated and unrated items alike.
 *  The quality of an item's consensus is drawn towards chance by one more reader of mean weight, so that an item with few
 *  ratings comes before one as doubtful with many. */
export function activeLab(crowd: Crowd, options: ActiveLabOptions = {}): ActiveLearning {
  const { items, classes, readers, given, times } = crowd
  const several = times.some((raters) => raters > 1)
  const temperature = several ? (options.temperature ?? readersTemperature(crowd)) : 1
  const probabilities = atTemperature(crowd.probabilities, classes, temperature)
  const found = crowdlab(several ? { ...crowd, probabilities } : crowd)
  const weights = found.weights ?? { model: 1, readers: new Array<number>(readers).fill(1) }
  const present = readersWithRatings(crowd)
  const mean =
    present.length > 0
      ? present.reduce((sum, reader) => sum + (weights.readers[reader] as number), 0) / present.length
      : 1
  const scores = Float64Array.from({ length: items }, (_, item) => {
    const quality =
      times[item] === 0
        ? (probabilities[item * classes + rowArgMax(probabilities, item, classes)] as number)
        : (found.quality[item] as number)
    let weight = weights.model
    for (let reader = 0; reader < readers; reader++)
      if ((given[item * readers + reader] as number) >= 0) weight += weights.readers[reader] as number
    return (quality * weight + mean / classes) / (weight + mean)
  })
  const order = Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number))
  return { scores, order, temperature }
}
