import { describe, expect, it } from 'vitest'
import { evaluationSchema } from '#shared/contract/training.ts'
import { areaUnderCurve, rocCurve } from './auc.ts'
import { bootstrapInterval, pairedDifference } from './bootstrap.ts'
import { expectedCalibrationError, gradeReliability } from './calibration.ts'
import { accuracy, classFigures, referableFigures } from './classification.ts'
import { confusionMatrix } from './confusion.ts'
import { evaluationCurves } from './curves.ts'
import { evaluate } from './evaluation.ts'
import { kappaInterval, linearKappa, plainKappa, quadraticKappa } from './kappa.ts'
import { largestKappaCuts } from './kappa-cuts.ts'
import { oedemaFigures } from './oedema.ts'
import { averagePrecision, precisionRecallCurve } from './precision-recall.ts'
import { fitTemperature } from './temperature.ts'

const undefinedInterval = [Number.NaN, Number.NaN]
const noMatrix = confusionMatrix([], [])

describe('of no case', () => {
  it('an evaluation is a document of nulls, grade by grade', () => {
    const grade = { precision: null, sensitivity: null, specificity: null, f1: null, auc: null, averagePrecision: null }
    const report = evaluate([], [], { seed: 1, groups: [] })
    expect(report).toEqual({
      n: 0,
      qwk: null,
      qwkInterval: [null, null],
      linearKappa: null,
      accuracy: null,
      confusion: Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]),
      perClass: [0, 1, 2, 3, 4].map((of) => ({ grade: of, ...grade })),
      averageAuc: null,
      meanAveragePrecision: null,
      expectedCalibrationError: null,
      reliability: [],
      referable: { sensitivity: null, specificity: null, auc: null, averagePrecision: null },
    })
    expect(evaluationSchema.parse(report)).toEqual(report)
    expect(oedemaFigures([], [])).toEqual({ n: 0, qwk: null, anyRiskAuc: null, referableAuc: null })
  })

  it('curves have no point but the one above every score', () => {
    const none = { roc: [{ threshold: null, falsePositiveRate: null, truePositiveRate: null }], precisionRecall: [] }
    expect(evaluationCurves([], [])).toEqual({ perClass: [none, none, none, none, none], referable: none })
    expect(rocCurve([], [])).toHaveLength(1)
    expect(precisionRecallCurve({ positive: [], scores: [] })).toEqual([])
  })

  it('every figure is undefined', () => {
    for (const kappa of [plainKappa, linearKappa, quadraticKappa]) expect(kappa([], [])).toBeNaN()
    for (const figures of [classFigures(noMatrix, 0), referableFigures(noMatrix)])
      expect(Object.values(figures)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
    expect(accuracy(noMatrix)).toBeNaN()
    expect(areaUnderCurve([], [])).toBeNaN()
    expect(averagePrecision({ positive: [], scores: [] })).toBeNaN()
    expect(expectedCalibrationError(gradeReliability([], []))).toBeNaN()
    expect(fitTemperature([], [])).toBeNaN()
  })

  it('intervals are undefined, however cases are grouped', () => {
    for (const groups of [[], undefined]) {
      expect(kappaInterval([], [], { seed: 1, groups })).toEqual(undefinedInterval)
      expect(bootstrapInterval(0, () => 1, { seed: 1, groups })).toEqual(undefinedInterval)
    }
    const meanless = (indices: readonly number[]) => 0 / indices.length
    const { difference, interval } = pairedDifference(0, meanless, meanless, { seed: 1 })
    expect([difference, ...interval]).toEqual([Number.NaN, ...undefinedInterval])
  })

  it('thresholds stay where they are', () => {
    expect(largestKappaCuts([], [0.5, 1.5])).toEqual([0.5, 1.5])
  })
})
