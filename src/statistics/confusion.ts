import { AppError } from '#shared/errors.ts'

/** Throws `AppError('length_mismatch')` where two lists that belong together differ in length. */
export function requireSameLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) {
    throw new AppError('length_mismatch', `${what} differ in length: ${a.length} and ${b.length}.`)
  }
}

/** How often grade `row` of `truth` was called grade `column` in `predicted`: counts, `classes` x `classes`.
 *  Both hold n grades 0..classes-1. Throws `AppError('length_mismatch')`, and `AppError('usage')` for another grade. */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes = 5): number[][] {
  requireSameLength(truth, predicted, 'The two lists of grades')
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let index = 0; index < truth.length; index++) {
    const row = counts[truth[index] as number]
    const column = predicted[index] as number
    if (row?.[column] === undefined) {
      throw new AppError('usage', `Grades ${truth[index]} and ${column} are not both among 0 to ${classes - 1}.`)
    }
    row[column] += 1
  }
  return counts
}

/** Sum of the counts in one row (how often the truth was this grade). */
export function rowTotal(matrix: readonly (readonly number[])[], row: number): number {
  return (matrix[row] ?? []).reduce((total, count) => total + count, 0)
}

/** Sum of the counts in one column (how often this grade was predicted). */
export function columnTotal(matrix: readonly (readonly number[])[], column: number): number {
  return matrix.reduce((total, row) => total + (row[column] ?? 0), 0)
}

/** Number of cases in the whole matrix. */
export function matrixTotal(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce((total, row) => total + row.reduce((sum, count) => sum + count, 0), 0)
}
