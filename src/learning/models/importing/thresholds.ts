import type { HeadKind, Thresholds } from '#nn/heads/head.ts'
import { evenThresholds } from '#nn/heads/regression.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'

/** Where a regression's output passes from one grade to the next: as whoever imports it says, else halfway. Undefined for another
 *  head. Throws `AppError('usage')` for cuts that have no place or do not ascend. */
export function thresholdsOf(head: HeadKind, cuts: readonly number[] | undefined): Thresholds | undefined {
  const even = evenThresholds(gradeCount)
  if (head !== 'regression') {
    if (cuts)
      throw new AppError('usage', `Cuts are for a model with one output, the grade itself; this one is ${head}.`)
    return undefined
  }
  if (!cuts) return even
  if (
    cuts.length !== gradeCount - 1 ||
    cuts.some((cut, place) => cut <= (cuts[place - 1] ?? Number.NEGATIVE_INFINITY))
  ) {
    throw new AppError('usage', `Cuts are ${gradeCount - 1} numbers that ascend, such as ${even.cuts.join(', ')}.`)
  }
  // The scatter is in the units of the output.
  const step = ((cuts.at(-1) ?? 0) - (cuts[0] ?? 0)) / (gradeCount - 2)
  return { cuts, noise: even.noise * step }
}
