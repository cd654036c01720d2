import { expect, it } from 'vitest'
import { learningRows } from './learning-rows.ts'
import { signed, sumInWords } from './log-odds.ts'
import { suggestionOf } from './suggestion-of.ts'

it('suggests what the label should give way to, which may be no grade at all', () => {
  expect(suggestionOf({ label: 1, suggested: 2, ungradable: false })).toBe(2)
  expect(suggestionOf({ label: 1, suggested: 2, ungradable: true })).toBe('ungradable')
  expect(suggestionOf({ label: 1, suggested: 1, ungradable: true })).toBe('ungradable')
  expect(suggestionOf({ label: 1, suggested: 1, ungradable: false })).toBeNull()
})

it('writes how a label was learnt beside the median of all', () => {
  const usual = { learntAt: 0.5, forgotten: 0, loss: 0.312, lastLoss: 0.05, losses: [] }
  expect(learningRows({ learntAt: 7, forgotten: 3, loss: 1.9, lastLoss: 0.4, losses: [], usual })).toEqual([
    { name: 'Loss on average', own: '1.90', median: '0.31' },
    { name: 'Loss at the end', own: '0.40', median: '0.05' },
    { name: 'First right at look', own: '8', median: '1.5' },
    { name: 'Forgotten, times', own: '3', median: '0' },
  ])
  const [, , learntAt] = learningRows({ learntAt: null, forgotten: 0, loss: 2, lastLoss: 2, losses: [], usual })
  expect(learntAt?.own).toBe('never')
})

it('signs what a term adds, but not what rounds to nothing', () => {
  expect([2.34, -0.36, -0.04, 0].map(signed)).toEqual(['+2.3', '−0.4', '0.0', '0.0'])
})

it('says how a percentage comes about', () => {
  const terms = [
    { name: 'model', value: 2, weight: 1, sentence: 'The model, too.' },
    { name: 'quality', value: 0, weight: 0.5, sentence: null },
  ]
  expect(sumInWords({ score: 1 / (1 + Math.exp(-0.5)), terms })).toBe(
    'Log-odds +0.5: −1.5, where every label begins, and +2.0 by what is known of this one',
  )
})
