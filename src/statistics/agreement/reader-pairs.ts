import { type KappaWeights, kappaWeights, matrixKappa } from '../kappa.ts'
import type { RatingPatterns } from './rating-patterns.ts'

/** Two readers, and Cohen's kappa of what both rated. */
export interface ReaderPair {
  readonly readers: readonly [number, number]
  /** Items that both rated. */
  readonly items: number
  /** Kappa by each weight, in the order of `kappaWeights`; NaN as of `matrixKappa`. */
  readonly kappas: (times: ArrayLike<number>) => number[]
}

/** All pairs of readers. */
export function readerPairs(patterns: RatingPatterns): ReaderPair[] {
  const { readers } = patterns
  return Array.from({ length: readers }, (_, a) => a).flatMap((a) =>
    Array.from({ length: readers - a - 1 }, (_, beyond) => pairOf(patterns, a, a + 1 + beyond)),
  )
}

function pairOf({ classes, rows, times: all }: RatingPatterns, a: number, b: number): ReaderPair {
  const shared = rows.flatMap((row, place) => {
    const [x, y] = [row[a] as number, row[b] as number]
    return x >= 0 && y >= 0 ? [{ place, x, y }] : []
  })
  return {
    readers: [a, b],
    items: shared.reduce((sum, { place }) => sum + (all[place] as number), 0),
    kappas: (times) => {
      const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
      for (const { place, x, y } of shared) {
        const row = matrix[x] as number[]
        row[y] = (row[y] as number) + (times[place] as number)
      }
      return kappaWeights.map((weights: KappaWeights) => matrixKappa(matrix, weights))
    },
  }
}
