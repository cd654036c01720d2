import { describe, expect, it } from 'vitest'
import type { ModelSummary } from '#shared/contract/common.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { candidateBesideCurrent } from './candidate.ts'

function model(id: number, status: ModelSummary['status'], current = false, parent: number | null = null) {
  return {
    id: modelIdSchema.parse(`m${id}`),
    name: '',
    architecture: 'efficientnet-b0',
    head: 'softmax',
    status,
    parent: parent === null ? null : modelIdSchema.parse(`m${parent}`),
    createdAt: '2026-01-01T00:00:00Z',
    qwk: null,
    oedemaQwk: null,
    current,
    attribution: null,
    ...{ untrained: null, doubt: null },
  } satisfies ModelSummary
}

const ids = (models: ModelSummary[], chosen?: number) => {
  const wanted = chosen === undefined ? null : modelIdSchema.parse(`m${chosen}`)
  const { candidate, other } = candidateBesideCurrent(models, wanted)
  return [candidate?.id ?? null, other?.id ?? null]
}

describe('candidate beside current', () => {
  it('sets the newest candidate against the promoted model', () => {
    expect(ids([model(1, 'promoted', true), model(2, 'candidate'), model(3, 'candidate')])).toEqual(['m3', 'm1'])
  })

  it('leaves out candidates older than the promoted model', () => {
    expect(ids([model(1, 'candidate'), model(2, 'promoted', true)])).toEqual([null, 'm2'])
  })

  it('sets the newest candidate beside the starter while nothing was promoted, never beside another candidate', () => {
    expect(ids([model(1, 'starter', true), model(2, 'candidate', false, 1), model(3, 'candidate')])).toEqual([
      'm3',
      'm1',
    ])
    expect(ids([model(1, 'candidate')])).toEqual(['m1', null])
  })

  it('sets any model that was chosen beside the one in use', () => {
    const models = [model(1, 'retired'), model(2, 'promoted', true, 1), model(3, 'candidate')]
    expect(ids(models, 1)).toEqual(['m1', 'm2'])
    expect(ids(models, 2)).toEqual(['m1', 'm2'])
    expect(ids(models, 9)).toEqual(['m3', 'm2'])
  })

  it('is empty where there is no model', () => {
    expect(ids([])).toEqual([null, null])
  })
})
