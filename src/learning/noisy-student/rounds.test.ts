import { describe, expect, it } from 'vitest'
import type { RoundVerdict } from '#shared/contract/verdicts.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { bestModel, roundsAreOver } from './rounds.ts'
import { checkStudentRecipe, roundRecipe } from './student-recipe.ts'

const id = (number: number) => modelIdSchema.parse(`m${number}`)
const past = (...verdicts: (RoundVerdict | null)[]) =>
  verdicts.map((verdict, index) => ({ teacher: id(1), model: id(index + 2), verdict }))

describe('rounds', () => {
  it.each([
    [false, []],
    [false, ['accepted']],
    [true, ['rejected', 'accepted', 'rejected']],
    [false, ['rejected', null]],
    [false, ['unjudged', 'unjudged', 'rejected']],
    [true, ['accepted', 'rejected', 'rejected']],
    [true, ['accepted', 'rejected', 'accepted', 'accepted']],
    [false, ['accepted', 'rejected', 'accepted', null]],
  ] as const)('are over: %s, after %j of at most four', (over, verdicts) => {
    expect(roundsAreOver(past(...verdicts), 4)).toBe(over)
  })

  it('hand the last accepted student on, else the first teacher', () => {
    expect(bestModel([])).toBeNull()
    expect(bestModel(past('rejected', 'unjudged', null))).toBe(id(1))
    expect(bestModel(past('accepted', 'accepted', 'rejected'))).toBe(id(3))
  })
})

describe('the recipe of a student', () => {
  const still = { flips: false, rotation: 0, zoom: 0, brightness: 0, contrast: 0 }

  it.each([
    ['augmentation', { augmentation: still }, 'efficientnet-b0'],
    ['dropout', { dropout: 0, stochasticDepth: 0 }, 'efficientnet-b0'],
    ['batch', { batch: 1 }, 'efficientnet-b0'],
    ['foldsBy', { foldsBy: 'heads', start: 'current' }, 'efficientnet-b0'],
    ['architecture', {}, 'efficientnet-b1'],
    ['architecture', {}, 'somebody’s large network', 20e6],
  ])('is refused naming %s', (field, set, architecture, parameters: number | null = null) => {
    expect(() => checkStudentRecipe(resolveRecipe('quick', set), { architecture, parameters })).toThrow(
      expect.objectContaining({ code: 'recipe_invalid', details: expect.objectContaining({ field }) }),
    )
  })

  it.each([
    ['a network of the same size', {}, 'efficientnet-b0'],
    ['batches of one that are accumulated', { batch: 1, accumulation: 8 }, 'efficientnet-b0'],
    ['a larger one', { architecture: 'efficientnet-b1' }, 'efficientnet-b0'],
    ['heads on a model of its own', { foldsBy: 'heads', start: 'weights.onnx' }, 'efficientnet-b0'],
    ['AutoAugment alone', { augmentation: { ...still, autoAugment: 'imagenet' } }, 'efficientnet-b0'],
    ['any beside a network from elsewhere', {}, 'somebody’s network'],
    [
      'one kind of noise each',
      { augmentation: { ...still, randAugment: { operations: 2 } }, dropout: 0, stochasticDepth: 0.2 },
      'efficientnet-b0',
    ],
  ])('may have %s', (_, set, architecture) => {
    expect(() => checkStudentRecipe(resolveRecipe('quick', set), { architecture, parameters: null })).not.toThrow()
  })

  it('has another seed in every round', () => {
    const recipe = resolveRecipe('quick', { seed: 2 ** 32 - 1 })
    expect([1, 2, 3].map((round) => roundRecipe(recipe, round).seed)).toEqual([2 ** 32 - 1, 0, 1])
  })
})
