import { describe, expect, it } from 'vitest'
import { evaluationSchema } from '#shared/contract/training.ts'
import { quantile } from '../numerics/quantile.ts'
import { averageAuc } from './auc.ts'
import { bootstrapInterval, pairedDifference } from './bootstrap.ts'
import { expectedCalibrationError, gradeReliability } from './calibration.ts'
import { evaluate } from './evaluation.ts'

const sure = (grade: number, confidence = 1) =>
  Array.from({ length: 5 }, (_, index) => (index === grade ? confidence : (1 - confidence) / 4))

describe('evaluation', () => {
  it('is perfect for a model that is right and sure', () => {
    const truth = [0, 1, 2, 3, 4, 0]
    const report = evaluate(
      truth,
      truth.map((grade) => sure(grade)),
      { seed: 1 },
    )
    expect(report).toMatchObject({ n: 6, qwk: 1, accuracy: 1, averageAuc: 1, expectedCalibrationError: 0 })
    expect(report.referable).toEqual({ sensitivity: 1, specificity: 1, auc: 1, averagePrecision: 1 })
    expect(evaluationSchema.parse(report)).toEqual(report)
  })

  it('has null for what is undefined, and is plain JSON', () => {
    const report = evaluate([], [], { seed: 1 })
    expect(report).toMatchObject({ n: 0, qwk: null, qwkInterval: [null, null], accuracy: null, averageAuc: null })
    const single = evaluate([2, 2], [sure(2), sure(2)], { seed: 1 })
    expect(single.qwk).toBeNull()
    expect(single.perClass[2]).toMatchObject({ sensitivity: 1, specificity: null, auc: null })
    expect(JSON.parse(JSON.stringify(single))).toEqual(single)
  })

  it('takes the first grade on ties, as every prediction here', () => {
    expect(evaluate([0, 1], [sure(0, 0.2), sure(0, 0.2)], { seed: 1 }).confusion[1]?.[0]).toBe(1)
  })

  it('calls an eye referable by its predicted grade', () => {
    const report = evaluate([2, 1, 4, 0], [sure(1, 0.6), sure(3, 0.6), sure(2, 0.6), sure(0, 0.6)], { seed: 1 })
    expect(report.referable).toMatchObject({ sensitivity: 0.5, specificity: 0.5 })
  })

  it('refuses rows of another length', () => {
    expect(() => evaluate([0, 1], [sure(0), [0.5, 0.5]], { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'length_mismatch' }),
    )
  })
})

describe('calibration error', () => {
  it('is the gap between confidence and accuracy, bin by bin', () => {
    // Two at 0.9 of which one is right, two at 0.5 of which both are: (2·|0.9 − 0.5| + 2·|0.5 − 1|) / 4.
    const rows = [sure(0, 0.9), sure(0, 0.9), sure(1, 0.5), sure(1, 0.5)]
    expect(expectedCalibrationError(gradeReliability([0, 1, 1, 1], rows))).toBeCloseTo(0.45, 12)
  })
})

describe('bootstrap', () => {
  it('spreads a mean by the standard error', () => {
    const values = Array.from({ length: 400 }, (_, index) => index % 2)
    const [low, high] = bootstrapInterval(
      values.length,
      (indices) => indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / indices.length,
      { seed: 5, replicates: 2000 },
    )
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 2)
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 2)
  })

  it('tells two models apart on the same patients where their own intervals overlap', () => {
    const better = Array.from({ length: 200 }, (_, index) => Number(index % 2 === 0 || index % 10 === 1))
    const worse = Array.from({ length: 200 }, (_, index) => Number(index % 2 === 0))
    const mean = (values: number[]) => (indices: readonly number[]) =>
      indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / indices.length
    const { difference, interval } = pairedDifference(200, mean(better), mean(worse), { seed: 3 })
    expect(difference).toBeCloseTo(0.1, 12)
    expect(interval[0]).toBeGreaterThan(0.05)
    expect(bootstrapInterval(200, mean(better), { seed: 3 })[0]).toBeLessThan(0.55)
  })

  it('finds quantiles between neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([], 0.5)).toBeNaN()
  })
})

it('averages the AUCs that are defined', () => {
  expect(averageAuc([0.5, Number.NaN, 1])).toBe(0.75)
  expect(averageAuc([Number.NaN])).toBeNaN()
})
