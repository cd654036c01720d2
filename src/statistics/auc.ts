import { gradeCases, referableCases, thresholdCounts } from './threshold-counts.ts'

/** One way to draw the line between positive and negative cases. */
export interface RocPoint {
  /** Least score that is called positive; Infinity where none is. */
  readonly threshold: number
  /** Share of the negative cases called positive (1 − specificity). */
  readonly falsePositiveRate: number
  /** Share of the positive cases called so (sensitivity). */
  readonly truePositiveRate: number
}

/** Receiver operating characteristic: from (0, 0) to (1, 1), one point for each different score, the highest first.
 *  Rates are NaN without a positive or without a negative case. Throws `AppError('length_mismatch')`. */
export function rocCurve(positive: readonly boolean[], scores: readonly number[]): RocPoint[] {
  const counts = thresholdCounts({ positive, scores })
  const { truePositives: positives = 0, falsePositives: negatives = 0 } = counts.at(-1) ?? {}
  return [{ threshold: Number.POSITIVE_INFINITY, truePositives: 0, falsePositives: 0 }, ...counts].map(
    ({ threshold, truePositives, falsePositives }) => ({
      threshold,
      falsePositiveRate: falsePositives / negatives,
      truePositiveRate: truePositives / positives,
    }),
  )
}

/** Area under the ROC curve: the chance that a positive case scores higher than a negative one, ties counting half
 *  (Hanley and McNeil 1982). NaN without a positive or without a negative case. Throws `AppError('length_mismatch')`. */
export function areaUnderCurve(positive: readonly boolean[], scores: readonly number[]): number {
  const counts = thresholdCounts({ positive, scores })
  let [area, above, before] = [0, 0, 0]
  for (const { truePositives, falsePositives } of counts) {
    area += (falsePositives - before) * (truePositives + above)
    above = truePositives
    before = falsePositives
  }
  return area / (2 * above * before)
}

/** AUC of each grade against the rest, by that grade's probability. `probabilities`: n rows of k. NaN where undefined. */
export function classAucs(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  classes = 5,
): number[] {
  return Array.from({ length: classes }, (_, grade) => {
    const { positive, scores } = gradeCases(truth, probabilities, grade)
    return areaUnderCurve(positive, scores)
  })
}

/** Unweighted mean of the figures that are defined (a grade nobody has is left out); NaN where none is. */
export function averageAuc(figures: readonly number[]): number {
  const defined = figures.filter((figure) => !Number.isNaN(figure))
  return defined.length > 0 ? defined.reduce((sum, figure) => sum + figure, 0) / defined.length : Number.NaN
}

/** AUC of referable (grade ≥ 2) against not, by the summed probability of the referable grades. */
export function referableAuc(truth: readonly number[], probabilities: readonly ArrayLike<number>[]): number {
  const { positive, scores } = referableCases(truth, probabilities)
  return areaUnderCurve(positive, scores)
}
