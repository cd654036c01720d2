import { type BootstrapOptions, bootstrapInterval } from './bootstrap.ts'
import { columnTotal, confusionMatrix, matrixTotal, requireSameLength, rowTotal } from './confusion.ts'

/** How much a disagreement by some grades counts: `none` all the same, else by the distance or its square. */
export const kappaWeights = ['none', 'linear', 'quadratic'] as const
export type KappaWeights = (typeof kappaWeights)[number]

/** What a disagreement by `distance` grades costs. */
export function penalty(distance: number, weights: KappaWeights): number {
  if (weights === 'none') return distance === 0 ? 0 : 1
  return weights === 'linear' ? distance : distance * distance
}

/** Weighted kappa of a matrix of counts, rows one rater and columns the other (Cohen 1968).
 *  1 is full agreement; NaN of no case at all, and where both raters used the same single grade. */
export function matrixKappa(matrix: readonly (readonly number[])[], weights: KappaWeights = 'quadratic'): number {
  const total = matrixTotal(matrix)
  let observed = 0
  let expected = 0
  matrix.forEach((counts, row) => {
    const ofRow = rowTotal(matrix, row)
    counts.forEach((count, column) => {
      const weight = penalty(Math.abs(row - column), weights)
      observed += weight * count
      expected += (weight * ofRow * columnTotal(matrix, column)) / total
    })
  })
  return expected > 0 ? 1 - observed / expected : Number.NaN
}

/** Quadratic weighted kappa of two raters over ICDR grades (Cohen 1968). `a`, `b`: n grades each, 0..classes-1.
 *  1 is full agreement; 0 where one rater is constant; NaN only when both used the same single grade
 *  (scikit-learn's convention; `null` in JSON) or there is no case. Throws `AppError('length_mismatch')`. */
export function quadraticKappa(a: readonly number[], b: readonly number[], classes = 5): number {
  return matrixKappa(confusionMatrix(a, b, classes), 'quadratic')
}

/** Kappa with the distance between grades as weight. Otherwise as `quadraticKappa`. */
export function linearKappa(a: readonly number[], b: readonly number[], classes = 5): number {
  return matrixKappa(confusionMatrix(a, b, classes), 'linear')
}

/** Cohen's kappa, every disagreement alike (Cohen 1960). Otherwise as `quadraticKappa`. */
export function plainKappa(a: readonly number[], b: readonly number[], classes = 5): number {
  return matrixKappa(confusionMatrix(a, b, classes), 'none')
}

/** Bootstrap interval of the kappa of `a` and `b`, groups (patients) resampled whole. [NaN, NaN] where undefined. */
export function kappaInterval(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions & { readonly classes?: number; readonly weights?: KappaWeights },
): [number, number] {
  requireSameLength(a, b, 'The two lists of grades')
  const { classes = 5, weights = 'quadratic' } = options
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  confusionMatrix(a, b, classes)
  return bootstrapInterval(
    a.length,
    (indices) => {
      for (const row of counts) row.fill(0)
      for (const index of indices) {
        const row = counts[a[index] as number] as number[]
        row[b[index] as number] = (row[b[index] as number] as number) + 1
      }
      return matrixKappa(counts, weights)
    },
    options,
  )
}
