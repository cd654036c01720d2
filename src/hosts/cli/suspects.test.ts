import { expect, it } from 'vitest'
import { modelIdSchema } from '#shared/ids.ts'
import { describeSuspects } from './suspects.ts'

it('says of every suspect why', () => {
  const suspect = { label: 1, suggested: 2, score: 0.8125, terms: { lesions: 2 } } as const
  const suspects = [
    { ...suspect, image: 'a', ungradable: false, sentence: 'The lesions marked mean Moderate.' },
    { ...suspect, image: 'b', ungradable: true, sentence: 'The picture is dark: it may be ungradable.' },
  ]
  const found = { model: modelIdSchema.parse('m1'), unscored: 5, locked: 2, suspects }
  expect(describeSuspects(found).split('\n')).toEqual([
    'photograph  label   suggested   suspicion  reason',
    'a           1 Mild  2 Moderate  0.813      The lesions marked mean Moderate.',
    'b           1 Mild  ungradable  0.813      The picture is dark: it may be ungradable.',
    'By model m1; 3 labelled photographs have no prediction to judge them by. 2 more are locked away to judge models by until they are read blind.',
  ])
})

it('says so where there is no model', () => {
  expect(describeSuspects({ model: null, unscored: 5, locked: 0, suspects: [] })).toBe(
    'There is no model yet: train one first.',
  )
})
