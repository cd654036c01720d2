import { AppError } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'

/** How far a row may sum from 1: what rounding to three digits leaves. */
const sumTolerance = 5e-3
/** How far outside 0 … 1 a probability may lie: what rounding leaves. */
const rangeTolerance = 1e-6
/** A row whose sum is not further from 1 is left as it is by dividing by it, but for rounding. */
const evenTolerance = 1e-6

/** What is done with rows that do not sum to 1. */
export const unevenRowChoices = ['refuse', 'normalise'] as const
export type UnevenRows = (typeof unevenRowChoices)[number]

/** Rows of probabilities in one block. */
export interface ProbabilityRows {
  readonly classes: number
  /** Rows × classes. */
  readonly probabilities: Float64Array
  /** Rows that did not sum to 1 and were divided by their sum; 0 where that was not asked for. */
  readonly normalisedRows: number
}

/** Checks rows of probabilities and gives them as one block, rows × classes. Throws `AppError('length_mismatch')` for rows
 *  of different lengths, `AppError('usage')` for a value that is no probability and, unless they are to be normalised, for
 *  a row that does not sum to 1. */
export function probabilityRows(
  rows: readonly ArrayLike<number>[],
  unevenRows: UnevenRows = 'refuse',
): ProbabilityRows {
  const classes = rows[0]?.length ?? 0
  const probabilities = new Float64Array(rows.length * classes)
  let normalisedRows = 0
  for (const [row, values] of rows.entries()) {
    requireSameLength(values, { length: classes }, `Row ${row} of the probabilities and the first`)
    let sum = 0
    for (let k = 0; k < classes; k++) {
      const value = values[k] as number
      if (!(value >= -rangeTolerance && value <= 1 + rangeTolerance))
        throw new AppError('usage', `Row ${row} holds ${value}, which is not a probability.`)
      sum += value
      probabilities[row * classes + k] = Math.min(1, Math.max(0, value))
    }
    if (unevenRows === 'normalise' && sum > 0) {
      if (Math.abs(sum - 1) > evenTolerance) normalisedRows++
      for (let k = 0; k < classes; k++)
        probabilities[row * classes + k] = (probabilities[row * classes + k] as number) / sum
    } else if (!(Math.abs(sum - 1) <= sumTolerance))
      throw new AppError('usage', `The probabilities of row ${row} sum to ${Number(sum.toPrecision(6))}, not to 1.`)
  }
  return { classes, probabilities, normalisedRows }
}
