import { describe, expect, it } from 'vitest'
import { stageName, trainingProgress } from './run-stage.ts'

describe('the stage of a run', () => {
  it('is said in words, and as it is where there are none for it', () => {
    expect(stageName('prepare')).toBe('preparing the photographs')
    expect(stageName('fold 2 of 3')).toBe('fold 2 of 3')
    expect(stageName(null)).toBe('starting')
  })

  it('counts the main fit and the folds as parts of one whole', () => {
    expect(trainingProgress({ stage: 'epoch', done: 10, total: 20 }, 3)).toEqual({
      words: 'main fit',
      done: 10,
      total: 80,
    })
    expect(trainingProgress({ stage: 'fold 3 of 3', done: 20, total: 20 }, 3)).toMatchObject({ done: 80, total: 80 })
  })

  it('tells any other stage by itself', () => {
    expect(trainingProgress({ stage: 'prepare', done: 5, total: 294 }, 3)).toMatchObject({ done: 5, total: 294 })
    expect(trainingProgress({ stage: 'epoch', done: 0, total: 0 }, 3)).toMatchObject({ done: 0, total: 0 })
  })
})
