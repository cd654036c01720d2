import { describe, expect, it } from 'vitest'
import { grades } from '#shared/grades.ts'
import type { Evaluation } from '../../../data/contract-types.ts'
import { compareGrades } from './grade-comparison.ts'

/** An evaluation with `n` photographs of each grade, whose figures are all `value`. */
function evaluation(n: readonly number[], value: number | null): Evaluation {
  const figures = { precision: value, sensitivity: value, specificity: value, f1: value, auc: value }
  return {
    ...{ n: 0, qwk: null, qwkInterval: [null, null], linearKappa: null, accuracy: null, averageAuc: null },
    ...{ meanAveragePrecision: null, expectedCalibrationError: null, reliability: [] },
    confusion: grades.map((row) => grades.map((column) => (row === column ? (n[row] ?? 0) : 0))),
    perClass: grades.map((grade) => ({ grade, ...figures, averagePrecision: null })),
    referable: { sensitivity: null, specificity: null, auc: null, averagePrecision: null },
  }
}

const marks = (evaluations: Evaluation[]) =>
  compareGrades(evaluations).map(({ judged, figures }) => [judged, figures.f1.map(({ better }) => better)])

describe('two models grade by grade', () => {
  it('has a better one where there are thirty photographs of the grade', () => {
    const n = [30, 29, 100, 0, 31]
    expect(marks([evaluation(n, 0.7), evaluation(n, 0.6)])).toEqual([
      [true, [true, false]],
      [false, [false, false]],
      [true, [true, false]],
      [false, [false, false]],
      [true, [true, false]],
    ])
  })

  it('has none where three decimals are the same, where a figure is missing, or where one model stands alone', () => {
    const n = [40, 40, 40, 40, 40]
    expect(marks([evaluation(n, 0.70001), evaluation(n, 0.70002)])[0]).toEqual([true, [false, false]])
    expect(marks([evaluation(n, null), evaluation(n, 0.6)])[0]).toEqual([true, [false, false]])
    expect(marks([evaluation(n, 0.5)])[0]).toEqual([true, [false]])
  })

  it('cannot be judged where one of the two saw too few', () => {
    const [first] = compareGrades([evaluation([40], 0.7), evaluation([12], 0.6)])
    expect(first).toMatchObject({ n: [40, 12], judged: false })
  })
})
