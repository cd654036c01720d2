import { describe, expect, it } from 'vitest'
import { fitAtWork, stageName, trainingProgress } from './run-stage.ts'

describe('the stage of a run', () => {
  const folds = { folds: 3, foldsBy: 'fits' } as const

  it('is said in words, and as it is where there are none for it', () => {
    expect(stageName('prepare')).toBe('preparing the photographs')
    expect(stageName('fold 2 of 3')).toBe('fold 2 of 3')
    expect(stageName(null)).toBe('starting')
  })

  it('names the fit at work and the epoch that it is in, of the main fit and of each fold', () => {
    expect(fitAtWork({ stage: 'epoch', done: 0, total: 4 })).toEqual({ fit: 'main fit', epoch: '1 of 4' })
    expect(fitAtWork({ stage: 'fold 2 of 3', done: 2, total: 4 })).toEqual({ fit: 'fold 2 of 3', epoch: '3 of 4' })
    expect(fitAtWork({ stage: 'fold 3 of 3', done: 4, total: 4 })).toEqual({ fit: 'fold 3 of 3', epoch: '4 of 4' })
    expect(fitAtWork({ stage: 'prepare', done: 5, total: 294 })).toBeNull()
  })

  it('counts the main fit and the folds as parts of one whole', () => {
    expect(trainingProgress({ stage: 'epoch', done: 10, total: 20 }, folds)).toEqual({
      words: 'main fit',
      done: 10,
      total: 80,
    })
    expect(trainingProgress({ stage: 'fold 3 of 3', done: 20, total: 20 }, folds)).toMatchObject({
      done: 80,
      total: 80,
    })
  })

  it('counts folds that are heads by themselves, beside which the main fit is the whole', () => {
    const heads = { folds: 3, foldsBy: 'heads' } as const
    expect(trainingProgress({ stage: 'epoch', done: 10, total: 20 }, heads)).toMatchObject({ done: 10, total: 20 })
    expect(trainingProgress({ stage: 'fold 3 of 3', done: 5, total: 20 }, heads)).toMatchObject({ done: 5, total: 20 })
  })

  it('tells any other stage by itself', () => {
    expect(trainingProgress({ stage: 'prepare', done: 5, total: 294 }, folds)).toMatchObject({ done: 5, total: 294 })
    expect(trainingProgress({ stage: 'epoch', done: 0, total: 0 }, folds)).toMatchObject({ done: 0, total: 0 })
  })
})
