import { type RatingPatterns, readersOf } from './rating-patterns.ts'

/** How far apart two classes are: all alike, or by the ratings that lie between them. */
export type AlphaLevel = 'nominal' | 'ordinal'

/** Krippendorff's alpha (2011), from the coincidences of ratings within items. 1 is full agreement; NaN where one class
 *  was given throughout, or no item was rated twice. */
export function krippendorffAlpha(patterns: RatingPatterns, level: AlphaLevel): number {
  const { classes } = patterns
  const coincidences = coincidenceMatrix(patterns)
  const totals = coincidences.map((row) => row.reduce((sum, count) => sum + count, 0))
  const ratings = totals.reduce((sum, count) => sum + count, 0)
  let [observed, expected] = [0, 0]
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      const apart = a === b ? 0 : level === 'nominal' ? 1 : ordinalDistance(totals, Math.min(a, b), Math.max(a, b)) ** 2
      observed += apart * (coincidences[a]?.[b] as number)
      expected += apart * (totals[a] as number) * (totals[b] as number)
    }
  }
  return expected > 0 ? 1 - ((ratings - 1) * observed) / expected : Number.NaN
}

/** How often two readers of one item gave these two classes, each item weighing as many ratings as it has. */
function coincidenceMatrix({ classes, counts, times }: RatingPatterns): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (const [place, pattern] of counts.entries()) {
    const readers = readersOf(pattern)
    if (readers < 2) continue
    for (const [a, row] of matrix.entries()) {
      for (let b = 0; b < classes; b++) {
        const pairs = (pattern[a] as number) * ((pattern[b] as number) - (a === b ? 1 : 0))
        row[b] = (row[b] as number) + ((times[place] as number) * pairs) / (readers - 1)
      }
    }
  }
  return matrix
}

/** Ratings between the middles of two classes. */
function ordinalDistance(totals: readonly number[], low: number, high: number): number {
  const all = totals.slice(low, high + 1).reduce((sum, count) => sum + count, 0)
  return all - ((totals[low] as number) + (totals[high] as number)) / 2
}
