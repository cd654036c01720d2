import { requireSameLength } from './confusion.ts'

/** Cases told in two: whether each is one of those looked for, and the score by which a model would say so. */
export interface BinaryCases {
  readonly positive: readonly boolean[]
  readonly scores: readonly number[]
}

/** What is called positive when a score of at least `threshold` is enough. */
export interface ThresholdCounts {
  readonly threshold: number
  readonly truePositives: number
  readonly falsePositives: number
}

/** One entry for each different score, the highest first; the last one calls every case positive. What ROC and
 *  precision-recall curves are drawn from. Throws `AppError('length_mismatch')`. */
export function thresholdCounts({ positive, scores }: BinaryCases): ThresholdCounts[] {
  requireSameLength(positive, scores, 'The cases and their scores')
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const counts: ThresholdCounts[] = []
  let [truePositives, falsePositives] = [0, 0]
  for (const index of order) {
    if (positive[index]) truePositives += 1
    else falsePositives += 1
    const threshold = scores[index] as number
    if (counts.at(-1)?.threshold === threshold) counts.pop()
    counts.push({ threshold, truePositives, falsePositives })
  }
  return counts
}

/** Cases of one grade against all others, by that grade's probability. `probabilities`: n rows of k.
 *  Throws `AppError('length_mismatch')`. */
export function gradeCases(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  grade: number,
): BinaryCases {
  requireSameLength(truth, probabilities, 'The grades and the probabilities')
  return {
    positive: truth.map((value) => value === grade),
    scores: probabilities.map((row) => row[grade] as number),
  }
}

/** Grades from which an eye is referred to a specialist: Moderate and worse. */
export const referableFrom = 2

/** Referable cases (grade ≥ 2) against the others, by the summed probability of the referable grades. */
export function referableCases(truth: readonly number[], probabilities: readonly ArrayLike<number>[]): BinaryCases {
  return {
    positive: truth.map((grade) => grade >= referableFrom),
    scores: probabilities.map((row) =>
      Array.from(row).reduce((sum, p, grade) => (grade >= referableFrom ? sum + p : sum), 0),
    ),
  }
}
