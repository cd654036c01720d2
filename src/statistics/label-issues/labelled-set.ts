import { AppError } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'
import { type ProbabilityRows, probabilityRows, type UnevenRows } from './probability-rows.ts'

/** Labels and, for each, what a model that never saw it gives every class. Flat, so that a million rows are one block. */
export interface LabelledSet {
  readonly n: number
  readonly classes: number
  /** n labels, 0 … classes-1. */
  readonly labels: Int32Array
  /** n rows of `classes`, each 0 … 1 and summing to 1. */
  readonly probabilities: Float64Array
}

/** Checks and flattens labels and their rows of probabilities. Throws `AppError('length_mismatch')` for rows of
 *  different lengths, `AppError('usage')` for a label that is no class, a value that is no probability, and, unless
 *  they are to be normalised, a row that does not sum to 1. */
export function labelledSet(
  labels: readonly number[],
  rows: readonly ArrayLike<number>[],
  unevenRows: UnevenRows = 'refuse',
): LabelledSet & Pick<ProbabilityRows, 'normalisedRows'> {
  requireSameLength(labels, rows, 'The labels and the probabilities')
  const { classes, probabilities, normalisedRows } = probabilityRows(rows, unevenRows)
  for (const [row, label] of labels.entries()) {
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new AppError('usage', `Label ${label} of row ${row} is not among 0 to ${classes - 1}.`)
  }
  return { n: rows.length, classes, labels: Int32Array.from(labels), probabilities, normalisedRows }
}

/** How many labels each class has. */
export function labelCounts({ labels, classes }: LabelledSet): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number
    counts[label] = (counts[label] as number) + 1
  }
  return counts
}
