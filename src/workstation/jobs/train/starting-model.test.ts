import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import { foldsMayGoOnFrom, startingModel } from './starting-model.ts'

function modelOf(status: ModelRow['status'], card: ModelRow['card'] = {}): ModelRow {
  return {
    ...{ id: 'm1' as ModelId, name: '', architecture: 'efficientnet-b0', head: 'softmax', blob: '' as Sha256, card },
    ...{ parent: null, run: null, snapshot: null, status, promotedAt: null, createdAt: '' },
  }
}

const starter = modelOf('starter')
const recipe = (set: Record<string, unknown>) => resolveRecipe('quick', set)

/** The project's models, of which the starter is the only one. */
const models = {
  get: (id: ModelId) => {
    if (id === starter.id) return starter
    throw new AppError('model_missing', `There is no model ${id} in the project.`)
  },
}

describe('what a run goes on from', () => {
  it('is the current model where the recipe asks for it, a starter like any other', () => {
    for (const architecture of ['efficientnet-b0', 'current']) {
      expect(startingModel(recipe({ start: 'current', architecture }), starter, models)).toBe(starter)
    }
    expect(startingModel(recipe({ start: 'scratch' }), starter, models)).toBeNull()
    expect(startingModel(recipe({ start: 'current' }), undefined, models)).toBeNull()
  })

  it('is nothing where the starter is another network, and a model that a reader chose all the same', () => {
    const other = recipe({ start: 'current', architecture: 'resnet-50' })
    expect(startingModel(other, starter, models)).toBeNull()
    const promoted = modelOf('promoted')
    expect(startingModel(other, promoted, models)).toBe(promoted)
  })

  it('is the model that the recipe names, whatever is in use, and nothing for a file that is no model yet', () => {
    const named = recipe({ start: 'm1', architecture: 'resnet-50' })
    expect(named.start).toEqual({ model: 'm1' })
    expect(startingModel(named, modelOf('promoted'), models)).toBe(starter)
    expect(() => startingModel(recipe({ start: { model: 'm9' } }), starter, models)).toThrow('no model m9')
    expect(startingModel(recipe({ start: 'a/b.safetensors' }), starter, models)).toBeNull()
  })

  it('is for the folds, too, only where it came from a file or with the application', () => {
    const imported = modelOf('retired', { importedFrom: 'b0.safetensors' })
    expect(foldsMayGoOnFrom(imported, new Set())).toBe(true)
    // A copy of a model of the project.
    expect(foldsMayGoOnFrom(imported, new Set(['a']))).toBe(false)
    expect(foldsMayGoOnFrom({ card: { starter: {} } }, new Set())).toBe(true)
    // It learnt from photographs that are in the project, too.
    expect(foldsMayGoOnFrom({ card: { starter: {} } }, new Set(['a']))).toBe(false)
    for (const card of [{}, { recipe: {} }]) expect(foldsMayGoOnFrom({ card }, new Set())).toBe(false)
  })

  it('is no ensemble', () => {
    const ensemble = modelOf('candidate', { ensemble: { members: ['m1', 'm2'], by: 'average', eyes: false } })
    expect(() => startingModel(recipe({ start: 'current' }), ensemble, models)).toThrow(/is an ensemble/)
  })
})
