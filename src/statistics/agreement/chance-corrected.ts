import { type KappaWeights, penalty } from '../kappa.ts'
import type { Coefficient, RatingPatterns } from './rating-patterns.ts'

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
export function observedAgreement({ classes, counts, ratings }: RatingPatterns, weights: KappaWeights): Coefficient {
  const agreeing = counts.map((pattern) =>
    overPairs(classes, weights, (a, b) => {
      const count = pattern[a] as number
      return count * ((pattern[b] as number) - (a === b ? 1 : 0))
    }),
  )
  return (times) => {
    let [sum, items] = [0, 0]
    for (const [place, pairs] of agreeing.entries()) {
      const [often, raters] = [times[place] as number, ratings[place] as number]
      if (raters < 2 || often === 0) continue
      sum += (often * pairs) / (raters * (raters - 1))
      items += often
    }
    return sum / items
  }
}

/** Share of each class among an item's ratings, mean over the items with any. */
function classShares({ classes, counts, ratings }: RatingPatterns, times: ArrayLike<number>): number[] {
  const shares = new Array<number>(classes).fill(0)
  let items = 0
  for (const [place, pattern] of counts.entries()) {
    const [often, raters] = [times[place] as number, ratings[place] as number]
    if (raters === 0 || often === 0) continue
    items += often
    for (let k = 0; k < classes; k++) shares[k] = (shares[k] as number) + (often * (pattern[k] as number)) / raters
  }
  return shares.map((share) => share / items)
}

function beyondChance(observed: number, chance: number): number {
  return chance < 1 ? (observed - chance) / (1 - chance) : Number.NaN
}

/** Fleiss' kappa of any number of readers (1971), items with missing ratings as Gwet (2014) takes them in. 1 is full
 *  agreement; NaN where one class was given throughout, or no item was rated twice. */
export function fleissKappa(patterns: RatingPatterns, weights: KappaWeights = 'none'): Coefficient {
  const observed = observedAgreement(patterns, weights)
  return (times) => {
    const shares = classShares(patterns, times)
    const chance = overPairs(patterns.classes, weights, (a, b) => (shares[a] as number) * (shares[b] as number))
    return beyondChance(observed(times), chance)
  }
}

/** Gwet's AC1 (weights `none`) or AC2 (2008, 2014), which does not collapse where nearly all items are of one class.
 *  `classes` counts, used or not. NaN where no item was rated twice. */
export function gwetCoefficient(patterns: RatingPatterns, weights: KappaWeights = 'none'): Coefficient {
  const { classes } = patterns
  const observed = observedAgreement(patterns, weights)
  const agreement = overPairs(classes, weights, () => 1)
  return (times) => {
    const spread = classShares(patterns, times).reduce((sum, share) => sum + share * (1 - share), 0)
    return beyondChance(observed(times), (agreement * spread) / (classes * (classes - 1)))
  }
}
