import { columnTotal, matrixTotal, rowTotal } from './confusion.ts'
import { referableFrom } from './threshold-counts.ts'

/** How one grade was told from all others. Shares 0 to 1; NaN where nothing is there to divide by. */
export interface ClassFigures {
  /** Share of the photographs called this grade that are of it. */
  readonly precision: number
  /** Share of the photographs of this grade that were called so (recall). */
  readonly sensitivity: number
  /** Share of the photographs of other grades that were not called this one. */
  readonly specificity: number
  /** Harmonic mean of precision and sensitivity, 2TP / (2TP + FP + FN). */
  readonly f1: number
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN
}

/** Share of cases on the diagonal of a confusion matrix; NaN of no case. */
export function accuracy(matrix: readonly (readonly number[])[]): number {
  const correct = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
  return share(correct, matrixTotal(matrix))
}

/** The figures of four counts: rightly and wrongly called this grade, wrongly and rightly called another. */
export function binaryFigures(
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
  trueNegatives: number,
): ClassFigures {
  return {
    precision: share(truePositives, truePositives + falsePositives),
    sensitivity: share(truePositives, truePositives + falseNegatives),
    specificity: share(trueNegatives, trueNegatives + falsePositives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  }
}

/** One grade against the rest. `matrix`: rows the truth, columns the prediction, counts. */
export function classFigures(matrix: readonly (readonly number[])[], grade: number): ClassFigures {
  const truePositives = matrix[grade]?.[grade] ?? 0
  const falsePositives = columnTotal(matrix, grade) - truePositives
  const falseNegatives = rowTotal(matrix, grade) - truePositives
  const trueNegatives = matrixTotal(matrix) - truePositives - falsePositives - falseNegatives
  return binaryFigures(truePositives, falsePositives, falseNegatives, trueNegatives)
}

/** Referable (grade ≥ 2) against not referable, by the predicted grade. */
export function referableFigures(matrix: readonly (readonly number[])[]): ClassFigures {
  const counts = [0, 0, 0, 0]
  matrix.forEach((row, truth) => {
    row.forEach((count, predicted) => {
      const cell = (truth >= referableFrom ? 0 : 1) + (predicted >= referableFrom ? 0 : 2)
      counts[cell] = (counts[cell] ?? 0) + count
    })
  })
  const [truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0] = counts
  return binaryFigures(truePositives, falsePositives, falseNegatives, trueNegatives)
}
