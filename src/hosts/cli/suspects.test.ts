import { expect, it } from 'vitest'
import { modelIdSchema } from '#shared/ids.ts'
import { describeSuspects } from './suspects.ts'

it('says of every suspect why', () => {
  const suspect = { label: 1, suggested: 2, score: 0.8125, ownScore: 0.8125, terms: { lesions: 2 } } as const
  const suspects = [
    { ...suspect, image: 'a', ungradable: false, sentence: 'The lesions marked mean Moderate.' },
    { ...suspect, image: 'b', ungradable: true, sentence: 'The picture is dark: it may be ungradable.' },
  ]
  const found = {
    model: modelIdSchema.parse('m1'),
    inUse: true,
    unscored: 6,
    locked: 2,
    unranked: { blind: 2, settled: 1, noModel: 0, unscored: 0, learnt: 3 },
    suspects,
  }
  expect(describeSuspects(found).split('\n')).toEqual([
    'photograph  label   suggested   suspicion  reason',
    'a           1 Mild  2 Moderate  0.813      The lesions marked mean Moderate.',
    'b           1 Mild  ungradable  0.813      The picture is dark: it may be ungradable.',
    'By model m1, which is in use.',
    '6 graded photographs are not ranked:',
    '  3: m1 has learnt from them, from a copy or from another photograph of the patient',
    '  2: locked away to judge models by until they are read blind',
    '  1: settled by an adjudicator',
  ])
})

it('says so where there is no model', () => {
  const unranked = { blind: 0, settled: 0, noModel: 5, unscored: 0, learnt: 0 }
  expect(
    describeSuspects({ model: null, inUse: false, unscored: 5, locked: 0, unranked, suspects: [] }).split('\n'),
  ).toEqual(['There is no model yet: train one.', '5 graded photographs are not ranked:', '  5: no model is in use'])
})
