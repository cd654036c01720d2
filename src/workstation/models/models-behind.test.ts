import { expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import { modelsBehind } from './models-behind.ts'

const [m1, m2, m3] = ['m1', 'm2', 'm3'] as [ModelId, ModelId, ModelId]

it('finds the parent, what a student started from and the members of an ensemble, each once', () => {
  expect(modelsBehind({ parent: null, card: {} })).toEqual([])
  expect(modelsBehind({ parent: m1, card: { startedFrom: m2 } })).toEqual([m1, m2])
  expect(modelsBehind({ parent: m1, card: { startedFrom: m1 } })).toEqual([m1])
  const ensemble = { members: [m2, m3], by: 'average', eyes: false }
  expect(modelsBehind({ parent: null, card: { ensemble } })).toEqual([m2, m3])
})
