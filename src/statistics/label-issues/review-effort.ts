import { percentileInterval, resamples } from '../bootstrap.ts'
import { averagePrecision } from '../precision-recall.ts'

/** How soon an order of review comes to the wrong labels. */
export interface ReviewEffort {
  /** Mean precision at each wrong label (scikit-learn's definition); NaN without one. */
  readonly averagePrecision: number
  /** Photographs to look at until 50, 80 and 95 % of the wrong labels have been seen; null without one. */
  readonly reviewsTo50: number | null
  readonly reviewsTo80: number | null
  readonly reviewsTo95: number | null
}

/** `wrong`: of each photograph in the order of review, whether its label is wrong. */
export function reviewEffort(wrong: readonly boolean[]): ReviewEffort {
  const places = wrong.flatMap((is, index) => (is ? [index + 1] : []))
  const until = (share: number) => places[Math.ceil(share * places.length) - 1] ?? null
  return {
    averagePrecision: averagePrecision({ positive: wrong, scores: wrong.map((_, index) => -index) }),
    reviewsTo50: until(0.5),
    reviewsTo80: until(0.8),
    reviewsTo95: until(0.95),
  }
}

/** Percentile bootstrap interval of each figure over the photographs, drawn alone and kept in their order; null without a
 *  wrong label. */
export function reviewEffortIntervals(
  wrong: readonly boolean[],
  seed: number,
): Record<keyof ReviewEffort, readonly [number, number] | null> {
  const found: ReviewEffort[] = []
  for (const drawn of resamples(wrong.length, { seed })) {
    found.push(reviewEffort(Array.from(Int32Array.from(drawn).sort(), (place) => wrong[place] as boolean)))
  }
  const interval = (figure: keyof ReviewEffort) => {
    return wrong.includes(true) ? percentileInterval(found.map((one) => one[figure] ?? Number.NaN)) : null
  }
  return {
    averagePrecision: interval('averagePrecision'),
    reviewsTo50: interval('reviewsTo50'),
    reviewsTo80: interval('reviewsTo80'),
    reviewsTo95: interval('reviewsTo95'),
  }
}
