import { describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import { compareModels, judgeHoldOut } from './judgement.ts'
import type { Prediction } from './predict.ts'

const holdOut = Array.from({ length: 60 }, (_, index) => {
  const grade = grades[index % 5] as Grade
  return { hash: `${index}`, group: `patient ${index >> 1}`, grade }
})

/** Predicts `grade + miss` with certainty for each of the hold-out. */
function predicting(miss: (index: number) => number): Prediction[] {
  return holdOut.map(({ hash, grade }, index) => {
    const called = Math.min(4, grade + miss(index))
    return {
      hash,
      probabilities: [0, 1, 2, 3, 4].map((one) => (one === called ? 1 : 0)) as [number, number, number, number, number],
    }
  })
}
const perfect = predicting(() => 0)
const poor = predicting((index) => index % 3)

describe('judging on the hold-out', () => {
  it('goes by the photographs that have a prediction', () => {
    expect(judgeHoldOut(holdOut, perfect, 1)).toMatchObject({ n: 60, qwk: 1, accuracy: 1 })
    expect(judgeHoldOut(holdOut, perfect.slice(0, 10), 1).n).toBe(10)
    expect(judgeHoldOut([], [], 1)).toMatchObject({ n: 0, qwk: null })
  })
})

describe('a candidate beside the current model', () => {
  it('is accepted with a sentence when it is surely better, and not when it is surely worse', () => {
    const better = compareModels(holdOut, perfect, poor, 1)
    expect(better.accepted).toBe(true)
    expect(better.differenceInterval[0]).toBeGreaterThan(0)
    expect(better.reason).toMatch(
      /^The new model's kappa is higher by 0\.\d{3} on 60 photographs \(95 % interval \+.* to \+.*\)\.$/,
    )
    const worse = compareModels(holdOut, poor, perfect, 1)
    expect(worse.accepted).toBe(false)
    expect(worse.reason).toMatch(/lower by .*−.*\)\.$/)
  })

  it('is said to differ by chance where the interval holds nothing', () => {
    const slightly = predicting((index) => (index === 7 ? 1 : 0))
    const other = predicting((index) => (index === 11 || index === 23 ? 1 : 0))
    expect(compareModels(holdOut, slightly, other, 1).reason).toMatch(/that may be chance\.$/)
    expect(compareModels(holdOut, perfect, perfect, 1)).toMatchObject({ accepted: true, difference: 0 })
  })

  it('is not accepted where nothing can be compared', () => {
    const none = compareModels(holdOut, perfect.slice(0, 30), perfect.slice(30), 1)
    expect(none).toMatchObject({ n: 0, accepted: false, difference: null, differenceInterval: [null, null] })
    expect(none.reason).toContain('cannot be compared')
  })
})
