import type { Coefficient, RatingPatterns } from './rating-patterns.ts'

/** How far apart two classes are: all alike, or by the ratings that lie between them. */
export type AlphaLevel = 'nominal' | 'ordinal'

/** Krippendorff's alpha (2011), from the coincidences of ratings within items. 1 is full agreement; NaN where one class
 *  was given throughout, or no item was rated twice. */
export function krippendorffAlpha(patterns: RatingPatterns, level: AlphaLevel): Coefficient {
  const { classes } = patterns
  const coincide = coincidences(patterns)
  return (times) => {
    const matrix = coincide(times)
    const totals = Array.from({ length: classes }, (_, a) =>
      matrix.subarray(a * classes, (a + 1) * classes).reduce((sum, count) => sum + count, 0),
    )
    const total = totals.reduce((sum, count) => sum + count, 0)
    let [observed, expected] = [0, 0]
    for (let a = 0; a < classes; a++) {
      for (let b = 0; b < classes; b++) {
        if (a === b) continue
        const apart = level === 'nominal' ? 1 : ordinalDistance(totals, Math.min(a, b), Math.max(a, b)) ** 2
        observed += apart * (matrix[a * classes + b] as number)
        expected += apart * (totals[a] as number) * (totals[b] as number)
      }
    }
    return expected > 0 ? 1 - ((total - 1) * observed) / expected : Number.NaN
  }
}

/** How often two readers of one item gave these two classes (classes × classes), each item weighing as many ratings as
 *  it has. */
function coincidences({ classes, counts, ratings }: RatingPatterns): (times: ArrayLike<number>) => Float64Array {
  const cells = counts.map((pattern) => pairsOf(pattern, classes))
  return (times) => {
    const matrix = new Float64Array(classes * classes)
    for (const [place, pairs] of cells.entries()) {
      const [often, raters] = [times[place] as number, ratings[place] as number]
      if (raters < 2 || often === 0) continue
      for (const { cell, count } of pairs) matrix[cell] = (matrix[cell] as number) + (often * count) / (raters - 1)
    }
    return matrix
  }
}

/** The cells in which one item's ratings coincide. */
function pairsOf(pattern: Int32Array, classes: number): { cell: number; count: number }[] {
  const pairs: { cell: number; count: number }[] = []
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      const count = (pattern[a] as number) * ((pattern[b] as number) - (a === b ? 1 : 0))
      if (count > 0) pairs.push({ cell: a * classes + b, count })
    }
  }
  return pairs
}

/** Ratings between the middles of two classes. */
function ordinalDistance(totals: readonly number[], low: number, high: number): number {
  let all = 0
  for (let k = low; k <= high; k++) all += totals[k] as number
  return all - ((totals[low] as number) + (totals[high] as number)) / 2
}
