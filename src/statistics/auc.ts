import { referableFrom } from './classification.ts'
import { requireSameLength } from './confusion.ts'

/** Area under the ROC curve: the chance that a positive case scores higher than a negative one, ties counting half
 *  (Hanley and McNeil 1982, from mid-ranks). NaN without a positive or without a negative case.
 *  Throws `AppError('length_mismatch')`. */
export function areaUnderCurve(positive: readonly boolean[], scores: readonly number[]): number {
  requireSameLength(positive, scores, 'The cases and their scores')
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] as number) - (scores[b] as number))
  const positives = positive.reduce((count, is) => count + (is ? 1 : 0), 0)
  const negatives = positive.length - positives
  if (positives === 0 || negatives === 0) return Number.NaN
  let rankSum = 0
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number]
    let end = start
    let tiedPositives = 0
    for (; end < order.length && scores[order[end] as number] === score; end++) {
      if (positive[order[end] as number]) tiedPositives += 1
    }
    rankSum += tiedPositives * ((start + 1 + end) / 2)
    start = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** AUC of each grade against the rest, by that grade's probability. `probabilities`: n rows of k. NaN where undefined. */
export function classAucs(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  classes = 5,
): number[] {
  requireSameLength(truth, probabilities, 'The grades and the probabilities')
  return Array.from({ length: classes }, (_, grade) =>
    areaUnderCurve(
      truth.map((value) => value === grade),
      probabilities.map((row) => row[grade] as number),
    ),
  )
}

/** Unweighted mean of the defined ones (a grade nobody has is left out); NaN where none is. */
export function averageAuc(aucs: readonly number[]): number {
  const defined = aucs.filter((auc) => !Number.isNaN(auc))
  return defined.length > 0 ? defined.reduce((sum, auc) => sum + auc, 0) / defined.length : Number.NaN
}

/** AUC of referable (grade ≥ 2) against not, by the summed probability of the referable grades. */
export function referableAuc(truth: readonly number[], probabilities: readonly ArrayLike<number>[]): number {
  return areaUnderCurve(
    truth.map((grade) => grade >= referableFrom),
    probabilities.map((row) => Array.from(row).reduce((sum, p, grade) => (grade >= referableFrom ? sum + p : sum), 0)),
  )
}
