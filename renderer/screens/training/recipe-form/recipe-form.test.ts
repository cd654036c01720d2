import { describe, expect, it } from 'vitest'
import { type Recipe, recipeSchema } from '#shared/recipe.ts'
import { numberOrText, numbersOfText, rateText } from '../../../ui/number-text.ts'
import { fieldGroups, frontFields, inWords } from './field-words.ts'
import { changedFields, draftProblems, problemsIn, recipeFromText, valueAt, withValue } from './recipe-draft.ts'
import { type RecipeField, recipeFields } from './recipe-fields.ts'

const recipe: Recipe = recipeSchema.parse({
  ...{ name: 'small', architecture: 'efficientnet-b0', size: 96, epochs: 6, batch: 8, learningRate: 1e-3, folds: 0 },
  ...{ holdOut: 0.2, validation: 0.1, schedule: 'cosine', weightDecay: 0, labelSmoothing: 0, dropout: 0 },
  ...{ stochasticDepth: 0, balancedSampling: true, start: 'scratch' },
  augmentation: { flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1 },
})

const field = (...keys: string[]): RecipeField | undefined => {
  const [first, ...inner] = keys
  let found = recipeFields.find(({ key }) => key === first)
  for (const key of inner) found = found?.kind === 'group' ? found.fields.find((one) => one.key === key) : undefined
  return found
}

describe('the fields of a recipe', () => {
  it('are all of the schema, each of the kind that edits it', () => {
    expect(recipeFields.map(({ key }) => key)).toEqual(Object.keys(recipeSchema.shape))
    expect(field('size')).toMatchObject({ kind: 'number', nullable: false })
    expect(field('balancedSampling')).toMatchObject({ kind: 'switch' })
    expect(field('loss')).toMatchObject({ kind: 'choice', nullable: true })
    expect(field('clipping')).toMatchObject({ kind: 'group', nullable: true, start: null })
    expect(field('classWeights')).toMatchObject({ kind: 'numbers', length: 5, nullable: true })
    const phases = field('phases')
    expect(phases).toMatchObject({ kind: 'rows' })
    const freeze = phases?.kind === 'rows' ? phases.fields.find(({ key }) => key === 'freeze') : undefined
    expect(freeze).toMatchObject({ kind: 'choice', nullable: false, start: 'backbone', texts: ['before'] })
    expect(field('loss')).toMatchObject({ texts: [] })
    expect(field('augmentation', 'rotations')).toMatchObject({ kind: 'numbers', length: null })
    expect(field('augmentation', 'randAugment', 'weights')).toMatchObject({ kind: 'numbers-by-name' })
  })

  it('start, where they are a choice with fields of its own, with values that fit', () => {
    for (const name of ['schedule', 'optimizer'] as const) {
      const found = field(name)
      if (found?.kind !== 'variants') throw new Error(`${name} is no choice.`)
      expect(found.variants.length).toBeGreaterThan(2)
      for (const { start } of found.variants) expect(draftProblems({ ...recipe, [name]: start })).toEqual(new Map())
    }
  })

  it('are each in one place only', () => {
    const places = [...frontFields, ...fieldGroups.flatMap(({ keys }) => [...keys])]
    expect(new Set(places).size).toBe(places.length)
    for (const key of places) expect(Object.keys(recipeSchema.shape)).toContain(key)
  })
})

describe('a draft', () => {
  it('answers every value that does not fit with a sentence at its field', () => {
    const sentences = (path: (string | number)[], value: unknown) => [
      ...draftProblems(withValue<Record<string, unknown>>(recipe, path, value)),
    ]
    expect(draftProblems(recipe)).toEqual(new Map())
    expect(sentences(['size'], 7)).toEqual([['size', 'It must be at least 32.']])
    expect(sentences(['epochs'], 2.5)).toEqual([['epochs', 'It must be a whole number.']])
    expect(sentences(['learningRate'], '3e-')).toEqual([['learningRate', 'It must be a number.']])
    expect(sentences(['learningRate'], 0)).toEqual([['learningRate', 'It must be above 0.']])
    expect(sentences(['schedule', 'warmUp'], 0.9)).toEqual([['schedule.warmUp', 'It must be at most 0.5.']])
    expect(sentences(['classWeights'], [0, 0, 0, 0, 0])).toEqual([
      ['classWeights', 'A grade must count for something.'],
    ])
    expect(sentences(['phases'], [{ epochs: 0, freeze: 'none' }])).toEqual([
      ['phases.0.epochs', 'It must be at least 1.'],
    ])
    expect(sentences(['phases'], [{ epochs: 1, freeze: { before: '' } }])).toEqual([
      ['phases.0.freeze.before', 'It must not be empty.'],
    ])
    expect(sentences(['phases'], [{ epochs: 1, freeze: { before: 'features.5.0.weight' } }])).toEqual([])
    const two = draftProblems({ ...recipe, size: 1, augmentation: { ...recipe.augmentation, zoom: 9, shear: -1 } })
    expect([problemsIn(two, ['augmentation']), problemsIn(two, ['size', 'batch'])]).toEqual([2, 1])
  })

  it('knows what is not as it came, and leaves what it came from alone', () => {
    const changed = withValue<Record<string, unknown>>(recipe, ['augmentation', 'zoom'], 0.3)
    expect([...changedFields(changed, recipe)]).toEqual(['augmentation'])
    expect(changedFields(withValue(changed, ['augmentation', 'zoom'], 0.1), recipe).size).toBe(0)
    expect(valueAt(recipe, ['augmentation', 'zoom'])).toBe(0.1)
    const rows = withValue<Record<string, unknown>>({ sizes: [{ size: 64 }, { size: 96 }] }, ['sizes', 1, 'size'], 128)
    expect(rows).toEqual({ sizes: [{ size: 64 }, { size: 128 }] })
  })

  it('comes from a file, or the file says why not', () => {
    expect(recipeFromText(JSON.stringify(recipe))).toEqual({ recipe })
    const auto = { recipe: { ...recipe, batch: 64, batchToFit: true } }
    expect(recipeFromText(JSON.stringify({ ...recipe, batch: 'auto' }))).toEqual(auto)
    expect(draftProblems({ ...recipe, batch: 'auto' }).size).toBe(0)
    expect(recipeFromText('{')).toEqual({ sentence: 'The file is not valid JSON.' })
    expect(recipeFromText(JSON.stringify({ ...recipe, batch: 0 }))).toEqual({
      sentence: 'The file’s batch does not fit: It must be at least 1.',
    })
    expect(recipeFromText(JSON.stringify({ ...recipe, bacth: 8 }))).toEqual({
      sentence: 'The file is no recipe: A recipe has no bacth there.',
    })
  })
})

describe('numbers as they are typed', () => {
  it('have a point or a comma, or are kept as they are', () => {
    expect(['0.5', '0,5', ' 3e-4 ', '', '3e-', 'many'].map(numberOrText)).toEqual([0.5, 0.5, 3e-4, '', '3e-', 'many'])
    expect(numbersOfText('0, 90,,x')).toEqual([0, 90, 'x'])
  })

  it('are written with as many digits as mean something', () => {
    expect([4.04e-3, 6.28e-5, 1e-7, 0.5].map(rateText)).toEqual(['0.004', '6.3e-5', '1e-7', '0.5'])
    expect(['one-cycle', 'weightDecay', 'beta1', 'cutOut'].map(inWords)).toEqual([
      ...['One cycle', 'Weight decay', 'Beta 1', 'Cut out'],
    ])
  })
})
