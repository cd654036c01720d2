import { describe, expect, it } from 'vitest'
import { recipeSchema } from '#shared/recipe.ts'
import { recipes, resolveRecipe } from './recipes.ts'

describe('recipes', () => {
  it('fit their own schema, and quick has three folds', () => {
    for (const recipe of recipes) expect(resolveRecipe(recipe.name)).toEqual(recipeSchema.parse(recipe))
    expect(resolveRecipe('quick').folds).toBe(3)
  })

  it('take fields from the command line, as text or as values', () => {
    const set = { epochs: '4', seed: 7, architecture: 'efficientnet-b1', 'augmentation.flips': 'false' }
    expect(resolveRecipe('quick', set)).toMatchObject({
      epochs: 4,
      seed: 7,
      architecture: 'efficientnet-b1',
      augmentation: { flips: false, rotation: 180 },
    })
  })

  it('are read from JSON text and from objects', () => {
    const own = { ...resolveRecipe('standard'), name: 'own', size: 64 }
    expect(resolveRecipe(JSON.stringify(own))).toEqual(own)
    expect(resolveRecipe(own, { size: 128 }).size).toBe(128)
  })

  it('name an unknown recipe, field or architecture as wrong usage', () => {
    const usage = (text: string) => expect.objectContaining({ code: 'usage', message: expect.stringContaining(text) })
    expect(() => resolveRecipe('quickest')).toThrow(usage('"quickest"'))
    expect(() => resolveRecipe('quick', { epoch: 4 })).toThrow(usage('"epoch"'))
    expect(() => resolveRecipe('quick', { 'augmentation.shear': 4 })).toThrow(usage('"augmentation.shear"'))
    expect(() => resolveRecipe({ ...resolveRecipe('quick'), rate: 1 })).toThrow(usage('"rate"'))
    expect(() => resolveRecipe('quick', { architecture: 'efficientnet-b9' })).toThrow(usage('efficientnet-b9'))
  })

  it('name the field whose value is out of range', () => {
    const invalid = (text: string) =>
      expect.objectContaining({ code: 'recipe_invalid', message: expect.stringContaining(text) })
    expect(() => resolveRecipe('quick', { epochs: 0 })).toThrow(invalid('"epochs"'))
    expect(() => resolveRecipe('quick', { epochs: 'many' })).toThrow(invalid('"epochs"'))
    expect(() => resolveRecipe('quick', { folds: 1 })).toThrow(invalid('"folds"'))
    expect(() => resolveRecipe('quick', { 'augmentation.zoom': 2 })).toThrow(invalid('"augmentation.zoom"'))
    expect(() => resolveRecipe('quick', { holdOut: 0.5, validation: 0.4 })).toThrow(invalid('"holdOut"'))
    expect(() => resolveRecipe('{"name": ')).toThrow(invalid('JSON'))
    expect(() => resolveRecipe('{}')).toThrow(invalid('"architecture"'))
  })
})
