import { argMax } from '#numerics/arg-max.ts'
import type { Head, Thresholds } from './head.ts'

/** Halfway between grades, with a scatter of half a grade: what holds until they are tuned. */
export function evenThresholds(classes: number): Thresholds {
  return { cuts: Array.from({ length: classes - 1 }, (_, k) => k + 0.5), noise: 0.5 }
}

/** Share of a standard normal distribution below x, within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). */
export function normalShareBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2)
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = (series * Math.exp((-x * x) / 2)) / 2
  return x < 0 ? tail : 1 - tail
}

/** Mixes a row of probabilities with as much certainty of `grade` as makes it the likeliest, none where it is. The
 *  thresholds decide what grade is predicted, but a narrow one between wide neighbours has little of the scatter. */
function raise(row: Float32Array, grade: number): void {
  if (argMax(row) === grade) return
  // Above the largest by more than single precision rounds away.
  const wanted = Math.max(...row) * (1 + 1e-6)
  const gap = wanted - (row[grade] as number)
  const certainty = gap / (1 + gap)
  for (const [k, share] of row.entries()) row[k] = (1 - certainty) * share + (k === grade ? certainty : 0)
}

/** One output, the grade itself. */
export const regressionHead: Head = {
  kind: 'regression',
  losses: ['mean-squared', 'quadratic-kappa'],
  logits: () => 1,
  probabilities: (outputs, classes, { cuts, noise }) => {
    const probabilities = new Float32Array(outputs.length * classes)
    for (const [row, output] of outputs.entries()) {
      const below = [0, ...cuts.map((cut) => normalShareBelow((cut - output) / noise)), 1]
      for (let grade = 0; grade < classes; grade++)
        probabilities[row * classes + grade] = Math.max(0, (below[grade + 1] as number) - (below[grade] as number))
      const grade = cuts.filter((cut) => output >= cut).length
      raise(probabilities.subarray(row * classes, (row + 1) * classes), grade)
    }
    return probabilities
  },
  // What raises the output speaks for every grade but the lowest, for which there is what lowers it. Of two grades set
  // against each other, the higher one keeps the larger weight.
  evidence: (grade) => [grade === 0 ? -1 : grade],
  addMoments: (builder, output) => ({ mean: output, meanSquare: builder.op('Mul', [output, output]) }),
}
