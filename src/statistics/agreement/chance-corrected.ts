import { type KappaWeights, penalty } from '../kappa.ts'
import { type RatingPatterns, readersOf } from './rating-patterns.ts'

/** How far giving classes `a` and `b` is agreement: 1 for the same class, 0 for the two ends of the scale. */
function agreementWeight(a: number, b: number, classes: number, weights: KappaWeights): number {
  return 1 - penalty(Math.abs(a - b), weights) / penalty(classes - 1, weights)
}

/** Sum over all pairs of classes of `term` times how far they agree. */
function overPairs(classes: number, weights: KappaWeights, term: (a: number, b: number) => number): number {
  let sum = 0
  for (let a = 0; a < classes; a++)
    for (let b = 0; b < classes; b++) sum += agreementWeight(a, b, classes, weights) * term(a, b)
  return sum
}

/** Share of the pairs of readers that agree, mean over the items that two or more readers rated (weighted percent
 *  agreement). NaN where there is none. */
export function observedAgreement({ classes, counts, times }: RatingPatterns, weights: KappaWeights): number {
  let [sum, items] = [0, 0]
  for (const [place, pattern] of counts.entries()) {
    const readers = readersOf(pattern)
    const often = times[place] as number
    if (readers < 2 || often === 0) continue
    const pairs = overPairs(classes, weights, (a, b) => {
      const count = pattern[a] as number
      return count * ((pattern[b] as number) - (a === b ? 1 : 0))
    })
    sum += (often * pairs) / (readers * (readers - 1))
    items += often
  }
  return sum / items
}

/** Share of each class among an item's ratings, mean over the items with any. */
function classShares({ classes, counts, times }: RatingPatterns): number[] {
  const shares = new Array<number>(classes).fill(0)
  let items = 0
  for (const [place, pattern] of counts.entries()) {
    const readers = readersOf(pattern)
    if (readers === 0) continue
    items += times[place] as number
    for (const [k, count] of pattern.entries())
      shares[k] = (shares[k] as number) + ((times[place] as number) * count) / readers
  }
  return shares.map((share) => share / items)
}

function beyondChance(observed: number, chance: number): number {
  return chance < 1 ? (observed - chance) / (1 - chance) : Number.NaN
}

/** Fleiss' kappa of any number of readers (1971), items with missing ratings as Gwet (2014) takes them in. 1 is full
 *  agreement; NaN where one class was given throughout, or no item was rated twice. */
export function fleissKappa(patterns: RatingPatterns, weights: KappaWeights = 'none'): number {
  const shares = classShares(patterns)
  const chance = overPairs(patterns.classes, weights, (a, b) => (shares[a] as number) * (shares[b] as number))
  return beyondChance(observedAgreement(patterns, weights), chance)
}

/** Gwet's AC1 (weights `none`) or AC2 (2008, 2014), which does not collapse where nearly all items are of one class.
 *  `classes` counts, used or not. NaN where no item was rated twice. */
export function gwetCoefficient(patterns: RatingPatterns, weights: KappaWeights = 'none'): number {
  const { classes } = patterns
  const spread = classShares(patterns).reduce((sum, share) => sum + share * (1 - share), 0)
  const chance = (overPairs(classes, weights, () => 1) * spread) / (classes * (classes - 1))
  return beyondChance(observedAgreement(patterns, weights), chance)
}
