import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes.ts'
import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import { startingModel } from './starting-model.ts'

function modelOf(status: ModelRow['status'], card: ModelRow['card'] = {}): ModelRow {
  return {
    ...{ id: 'm1' as ModelId, name: '', architecture: 'efficientnet-b0', head: 'softmax', blob: '' as Sha256, card },
    ...{ parent: null, run: null, snapshot: null, status, promotedAt: null, createdAt: '' },
  }
}

const starter = modelOf('starter')
const recipe = (set: Record<string, unknown>) => resolveRecipe('quick', set)

describe('what a run goes on from', () => {
  it('is the current model where the recipe asks for it, a starter like any other', () => {
    for (const architecture of ['efficientnet-b0', 'current']) {
      expect(startingModel(recipe({ start: 'current', architecture }), starter)).toBe(starter)
    }
    expect(startingModel(recipe({ start: 'scratch' }), starter)).toBeNull()
    expect(startingModel(recipe({ start: 'current' }), undefined)).toBeNull()
  })

  it('is nothing where the starter is another network, and a model that a reader chose all the same', () => {
    const other = recipe({ start: 'current', architecture: 'resnet-50' })
    expect(startingModel(other, starter)).toBeNull()
    const promoted = modelOf('promoted')
    expect(startingModel(other, promoted)).toBe(promoted)
  })

  it('is no ensemble', () => {
    const ensemble = modelOf('candidate', { ensemble: { members: ['m1', 'm2'], by: 'average', eyes: false } })
    expect(() => startingModel(recipe({ start: 'current' }), ensemble)).toThrow(/is an ensemble/)
  })
})
