import type { Thresholds } from '#nn/heads/head.ts'
import { evenThresholds, normalShareBelow } from '#nn/heads/regression.ts'
import { AppError } from '#shared/errors.ts'
import { type GradedOutput, largestKappaCuts } from '#statistics/kappa-cuts.ts'

/** Bounds between which the scatter is looked for, in grades. */
const scatter = { least: 0.05, most: 4 }

/** Thresholds that grade with the largest quadratic weighted kappa, those halfway between grades where none are better, and
 *  the scatter that makes the grades likeliest given them. Throws `AppError('usage')` for no photograph. */
export function fitThresholds(graded: readonly GradedOutput[], classes: number): Thresholds {
  if (graded.length === 0) throw new AppError('usage', 'Thresholds are tuned on at least one photograph.')
  const cuts = largestKappaCuts(graded, evenThresholds(classes).cuts)
  // Sorted, so that the sums do not hang on the order the photographs came in.
  const sorted = graded.toSorted((a, b) => a.output - b.output || a.grade - b.grade)
  return { cuts, noise: likeliestScatter(sorted, cuts) }
}

/** By golden-section search over its logarithm. */
function likeliestScatter(graded: readonly GradedOutput[], cuts: readonly number[]): number {
  const surprise = (logarithm: number) => {
    const noise = Math.exp(logarithm)
    return graded.reduce((sum, { output, grade }) => {
      const below = (cut: number | undefined, otherwise: number) =>
        cut === undefined ? otherwise : normalShareBelow((cut - output) / noise)
      return sum - Math.log(Math.max(1e-12, below(cuts[grade], 1) - below(cuts[grade - 1], 0)))
    }, 0)
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(scatter.least), Math.log(scatter.most)]
  while (high - low > 1e-3) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (surprise(left) <= surprise(right)) high = right
    else low = left
  }
  return Math.exp((low + high) / 2)
}
