import { AppError } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'

/** Labels and, for each, what a model that never saw it gives every class. Flat, so that a million rows are one block. */
export interface LabelledSet {
  readonly n: number
  readonly classes: number
  /** n labels, 0 … classes-1. */
  readonly labels: Int32Array
  /** n rows of `classes`, each 0 … 1 and summing to 1. */
  readonly probabilities: Float64Array
}

/** How far a row may sum from 1: what rounding to three digits leaves. */
const sumTolerance = 5e-3
/** How far outside 0 … 1 a probability may lie: what rounding leaves. */
const rangeTolerance = 1e-6

/** What is done with rows that do not sum to 1. */
export const unevenRowChoices = ['refuse', 'normalise'] as const
export type UnevenRows = (typeof unevenRowChoices)[number]

/** Checks and flattens labels and their rows of probabilities. Throws `AppError('length_mismatch')` for rows of
 *  different lengths, `AppError('usage')` for a label that is no class, a value that is no probability, and, unless
 *  they are to be normalised, a row that does not sum to 1. */
export function labelledSet(
  labels: readonly number[],
  rows: readonly ArrayLike<number>[],
  unevenRows: UnevenRows = 'refuse',
): LabelledSet {
  requireSameLength(labels, rows, 'The labels and the probabilities')
  const n = rows.length
  const classes = rows[0]?.length ?? 0
  const probabilities = new Float64Array(n * classes)
  for (const [row, values] of rows.entries()) {
    requireSameLength(values, { length: classes }, `Row ${row} of the probabilities and the first`)
    const label = labels[row] as number
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new AppError('usage', `Label ${label} of row ${row} is not among 0 to ${classes - 1}.`)
    let sum = 0
    for (let k = 0; k < classes; k++) {
      const value = values[k] as number
      if (!(value >= -rangeTolerance && value <= 1 + rangeTolerance))
        throw new AppError('usage', `Row ${row} holds ${value}, which is not a probability.`)
      sum += value
      probabilities[row * classes + k] = Math.min(1, Math.max(0, value))
    }
    if (unevenRows === 'normalise' && sum > 0)
      for (let k = 0; k < classes; k++)
        probabilities[row * classes + k] = (probabilities[row * classes + k] as number) / sum
    else if (!(Math.abs(sum - 1) <= sumTolerance))
      throw new AppError('usage', `The probabilities of row ${row} sum to ${sum}, not to 1.`)
  }
  return { n, classes, labels: Int32Array.from(labels), probabilities }
}

/** How many labels each class has. */
export function labelCounts({ labels, classes }: LabelledSet): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label] = (counts[label] as number) + 1
  return counts
}
