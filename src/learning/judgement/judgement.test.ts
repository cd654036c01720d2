import { describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import type { Prediction } from '../inference/predict.ts'
import { judgeHoldOut } from './judgement.ts'

const holdOut = Array.from({ length: 60 }, (_, index) => {
  const grade = grades[index % 5] as Grade
  return { hash: `${index}`, group: `patient ${index >> 1}`, grade }
})

const perfect = holdOut.map(({ hash, grade }): Prediction => {
  const at = (one: Grade) => Number(one === grade)
  return { hash, probabilities: [at(0), at(1), at(2), at(3), at(4)] }
})

describe('judging on the hold-out', () => {
  it('goes by the photographs that have a prediction', () => {
    expect(judgeHoldOut(holdOut, perfect, 1)).toMatchObject({ n: 60, qwk: 1, accuracy: 1 })
    expect(judgeHoldOut(holdOut, perfect.slice(0, 10), 1).n).toBe(10)
    expect(judgeHoldOut([], [], 1)).toMatchObject({ n: 0, qwk: null })
  })
})
