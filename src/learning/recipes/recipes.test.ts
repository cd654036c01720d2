import { describe, expect, it } from 'vitest'
import { type RecipeDraft, recipeSchema } from '#shared/recipe.ts'
import { namedRecipes } from './named-recipes.ts'
import { resolveRecipe } from './recipes.ts'

/** As recipes were written before they had heads, optimizers and schedules with numbers. */
const old = {
  ...{ architecture: 'efficientnet-b0', size: 96, epochs: 36, batch: 8, learningRate: 1e-3, folds: 3 },
  ...{ holdOut: 0.2, validation: 0.1, schedule: 'cosine', weightDecay: 1e-5, labelSmoothing: 0, dropout: 0.2 },
  ...{ stochasticDepth: 0, balancedSampling: true, start: 'scratch' },
  augmentation: { flips: true, rotation: 180, zoom: 0, brightness: 0, contrast: 0 },
} satisfies RecipeDraft
const usage = (text: string) => expect.objectContaining({ code: 'usage', message: expect.stringContaining(text) })
const invalid = (text: string) =>
  expect.objectContaining({ code: 'recipe_invalid', message: expect.stringContaining(text) })

describe('recipes', () => {
  it('that ship can all be resolved, say where they come from, and have no RandAugment beside balanced sampling', () => {
    for (const recipe of namedRecipes) {
      expect(resolveRecipe(recipe.name)).toEqual(recipe)
      expect(recipe.source).not.toBe('')
      expect(recipe.balancedSampling && recipe.augmentation.randAugment.operations > 0).toBe(false)
    }
    expect(namedRecipes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['quick', 'standard', 'efficientnet-b5-noisy-student', 'resnext', 'densenet-201-concat']),
    )
    expect(resolveRecipe('quick').folds).toBe(3)
  })

  it('stay readable where they were written before a field was there', () => {
    expect(resolveRecipe(old)).toMatchObject({
      head: 'softmax',
      optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      schedule: { name: 'cosine', warmUp: 0.05 },
      ...{ accumulation: 1, averaging: null, clipping: null, earlyStop: null, loss: null, phases: [], sizes: [] },
      rates: { head: 1, middle: 1, first: 1 },
    })
  })

  it('take fields from the command line, as text or as values', () => {
    const set = { epochs: '4', seed: 7, name: '7', architecture: 'efficientnet-b1', 'augmentation.flips': 'false' }
    expect(resolveRecipe('quick', set)).toMatchObject({
      ...{ epochs: 4, seed: 7, name: '7', architecture: 'efficientnet-b1' },
      augmentation: { flips: false, rotation: 180 },
    })
  })

  it('take a choice by its name, its numbers by theirs, and lists as JSON', () => {
    const set = {
      ...{ optimizer: 'sgd', 'optimizer.momentum': '0.99', 'schedule.name': 'plateau', 'schedule.patience': '2' },
      ...{ 'averaging.decay': '0.9', 'clipping.by': 'norm', 'clipping.limit': '1', 'rates.first': '0.1' },
      ...{ 'earlyStop.patience': '3', phases: '[{"epochs":2,"freeze":"backbone"}]', classWeights: '[1,2,1,1,1]' },
    }
    expect(resolveRecipe(old, set)).toMatchObject({
      optimizer: { name: 'sgd', momentum: 0.99, nesterov: false },
      schedule: { name: 'plateau', patience: 2, factor: 0.1 },
      averaging: { decay: 0.9, warmUp: true },
      clipping: { by: 'norm', limit: 1 },
      rates: { head: 1, middle: 1, first: 0.1 },
      earlyStop: { patience: 3 },
      phases: [{ epochs: 2, freeze: 'backbone' }],
      classWeights: [1, 2, 1, 1, 1],
    })
  })

  it('start from nothing, the current model, one by its name or a file, in short or in full', () => {
    const startOf = (start: unknown) => resolveRecipe('quick', { start }).start
    expect(['scratch', 'current'].map(startOf)).toEqual(['scratch', 'current'])
    for (const text of ['m12', '{"model":"m12"}']) expect(startOf(text)).toEqual({ model: 'm12' })
    for (const file of ['b0.safetensors', '/data/a b/c.onnx', 'C:\\nets\\d.ONNX']) {
      expect(startOf(file)).toEqual({ weights: file })
      expect(startOf({ weights: file })).toEqual({ weights: file })
    }
    expect(resolveRecipe('quick', { 'start.model': 'm2' }).start).toEqual({ model: 'm2' })
    expect(resolveRecipe('quick', { start: 'm2', architecture: 'current' }).architecture).toBe('current')
  })

  it('are read from JSON text and from objects', () => {
    const own = { ...resolveRecipe('standard'), name: 'own', size: 64 }
    expect(resolveRecipe(JSON.stringify(own))).toEqual(own)
    expect(resolveRecipe(own, { size: 128 }).size).toBe(128)
  })

  it('name an unknown recipe, field or architecture as wrong usage', () => {
    expect(() => resolveRecipe('quickest')).toThrow(usage('"quickest"'))
    expect(() => resolveRecipe('quick', { epoch: 4 })).toThrow(usage('"epoch"'))
    expect(() => resolveRecipe('quick', { 'augmentation.shine': 4 })).toThrow(usage('"augmentation.shine"'))
    expect(() => resolveRecipe('quick', { 'optimizer.momentum': 4 })).toThrow(usage('"optimizer.momentum"'))
    expect(() => resolveRecipe('quick', { 'earlyStop.wait': 4 })).toThrow(/"earlyStop/)
    expect(() => resolveRecipe({ ...resolveRecipe('quick'), rate: 1 })).toThrow(usage('"rate"'))
    expect(() => resolveRecipe({ ...old, phases: [{ epochs: 1, freeze: 'none', rate: 1 }] })).toThrow(
      usage('"phases.0.rate"'),
    )
    expect(() => resolveRecipe('quick', { architecture: 'efficientnet-b9' })).toThrow(usage('efficientnet-b9'))
  })

  it.each([
    [{ epochs: 0 }, '"epochs"'],
    [{ epochs: 'many' }, '"epochs"'],
    [{ folds: 1 }, '"folds"'],
    [{ folds: 0, keepFolds: true }, '"keepFolds"'],
    [{ 'augmentation.zoom': 2 }, '"augmentation.zoom"'],
    [{ holdOut: 0.5, validation: 0.4 }, '"holdOut"'],
    [{ optimizer: 'adagrad' }, '"optimizer'],
    [{ schedule: 'sine' }, '"schedule'],
    [{ classWeights: '[1,1]' }, '"classWeights"'],
    [{ classWeights: '[0,0,0,0,0]' }, 'count for something'],
    [{ loss: 'ordinal' }, 'cross-entropy, quadratic-kappa'],
    [{ head: 'regression', loss: 'cross-entropy' }, 'mean-squared'],
    [{ schedule: 'plateau', validation: 0 }, '"validation"'],
    [{ 'earlyStop.patience': 2, validation: 0 }, '"validation"'],
    [{ sizes: '[{"size":64,"epochs":36}]' }, '"sizes"'],
    [{ auxiliaryBatchNorm: 0.05 }, 'batch of 8'],
    [
      { auxiliaryBatchNorm: 0.5, augmentation: '{"flips":true,"rotation":9,"zoom":0.5,"brightness":0,"contrast":0}' },
      'widen',
    ],
    [{ gradeMultipliers: '[0,0,0,0,0]' }, '"gradeMultipliers" are all 0'],
    [{ balancedSampling: false, oversampling: 'offline' }, '"oversampling" is offline, but nothing is repeated'],
    [{ phases: '[{"epochs":1,"freeze":{"before":"features.1"}}]' }, '"phases.0.freeze" is before "features.1"'],
    [{ architecture: 'current', start: 'scratch' }, '"architecture"'],
    [{ start: 'scrath' }, 'a model such as m2, or a .safetensors or .onnx file'],
    [{ start: '{"model":"m2","weights":"a.onnx"}' }, '"start"'],
  ])('name the field of %j, which does not fit', (set, text) => {
    expect(() => resolveRecipe('quick', set)).toThrow(invalid(text))
  })

  it('may repeat photographs offline, divide distorted batches and freeze up to a parameter where that does something', () => {
    const offline = { oversampling: 'offline' }
    expect(resolveRecipe('quick', { ...offline, balancedSampling: true })).toMatchObject(offline)
    const multiplied = { ...offline, balancedSampling: false, gradeMultipliers: '[0,0,0,0,1]' }
    expect(resolveRecipe('quick', multiplied)).toMatchObject(offline)
    const light = '{"flips":true,"rotation":9,"zoom":0,"brightness":0,"contrast":0,"saturation":0.1}'
    expect(resolveRecipe('quick', { auxiliaryBatchNorm: 0.5, augmentation: light }).auxiliaryBatchNorm).toBe(0.5)
    const phases = [{ epochs: 1, freeze: { before: 'features.1.0.block.0.0.weight' } }]
    expect(resolveRecipe('quick', { phases }).phases).toEqual(phases)
    const unknown = [{ epochs: 1, freeze: { before: 'whatever' } }]
    expect(resolveRecipe('quick', { phases: unknown, start: 'm2', architecture: 'current' }).phases).toEqual(unknown)
  })

  it('leave the batch to what fits in memory where it is "auto"', () => {
    expect(resolveRecipe('quick', { batch: 'auto' })).toMatchObject({ batch: 64, batchToFit: true })
    expect(resolveRecipe('quick', { batch: '16' })).toMatchObject({ batch: 16, batchToFit: false })
  })

  it('that are no recipes at all are said to be none', () => {
    expect(() => resolveRecipe('{"name": ')).toThrow(invalid('JSON'))
    expect(() => resolveRecipe('{}')).toThrow(invalid('"architecture"'))
  })

  it('fit their own schema again, every default in place', () => {
    for (const recipe of namedRecipes) expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
  })
})
