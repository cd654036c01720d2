import { describe, expect, it } from 'vitest'
import type { Epoch } from '#shared/contract/common.ts'
import { aucCurves, epochRange, kappaCurves, kappaRange, lossCurves, rateCurve } from './curve-data.ts'

function epoch(number: number, qwk: number | null): Epoch {
  return {
    epoch: number,
    trainLoss: 1 / number,
    validationLoss: number === 1 ? null : 0.5,
    qwk,
    accuracy: null,
    averageAuc: null,
    learningRate: 1e-3,
    imagesPerSecond: 10,
  }
}

function withOedema(number: number, qwk: number, ofRisk: number | null): Epoch {
  return { ...epoch(number, qwk), oedema: { n: 40, qwk: ofRisk, anyRiskAuc: null, referableAuc: null } }
}

describe('the curves of a run', () => {
  it('are one list of epochs and one of values for each line, with gaps where undefined', () => {
    const epochs = [epoch(1, null), epoch(2, 0.4)]
    expect(lossCurves(epochs, true)).toEqual([
      [1, 2],
      [1, 0.5],
      [null, 0.5],
    ])
    expect(lossCurves(epochs, false)).toEqual([
      [1, 2],
      [1, 0.5],
    ])
    expect(kappaCurves([...epochs, { ...epoch(3, 0.5), qwkInterval: [0.3, 0.6] }], false)).toEqual([
      [1, 2, 3],
      [null, 0.4, 0.5],
      [null, null, 0.3],
      [null, null, 0.6],
    ])
  })

  it('have one more for the risk of oedema where a run learns it', () => {
    const epochs = [epoch(1, 0.4), withOedema(2, 0.5, 0.7), withOedema(3, 0.5, null)]
    expect(kappaCurves(epochs, true)).toHaveLength(5)
    expect(kappaCurves(epochs, true).at(-1)).toEqual([null, 0.7, null])
    expect(kappaCurves(epochs, false)).toHaveLength(4)
  })

  it('are of each grade for the AUC, and in thousandths for the learning rate', () => {
    const epochs = [epoch(1, null), { ...epoch(2, 0.4), aucPerGrade: [0.9, 0.6, 0.7, null, 0.8] }]
    expect(aucCurves(epochs)).toEqual([
      [1, 2],
      [null, 0.9],
      [null, 0.6],
      [null, 0.7],
      [null, null],
      [null, 0.8],
    ])
    expect(rateCurve(epochs)).toEqual([
      [1, 2],
      [1, 1],
    ])
  })

  it('lie in a frame that does not move while they grow', () => {
    expect(epochRange(40)).toEqual([1, 40])
    expect(epochRange(1)).toEqual([1, 2])
    expect(kappaRange([epoch(1, 0.2), epoch(2, 0.7)])).toEqual([0, 1])
    expect(kappaRange([epoch(1, -0.13)])).toEqual([-0.2, 1])
    expect(kappaRange([{ ...epoch(1, 0.1), qwkInterval: [-0.31, 0.4] }])).toEqual([-0.4, 1])
    expect(kappaRange([withOedema(1, 0.1, -0.05)])).toEqual([-0.1, 1])
  })
})
