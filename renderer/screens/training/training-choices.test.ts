import { describe, expect, it } from 'vitest'
import type { TrainingOptions } from '../../data/contract-types.ts'
import { asRecommended, trainRequest } from './training-choices.ts'

const recipe = {
  name: 'quick',
  architecture: 'efficientnet-b0',
  size: 128,
  epochs: 6,
  start: 'scratch',
} as TrainingOptions['recipes'][number]

const options: TrainingOptions = {
  recipes: [recipe, { ...recipe, name: 'thorough', epochs: 40 }],
  architectures: [
    { name: 'efficientnet-b0', inputSize: 224, parameters: 4_013_953 },
    { name: 'efficientnet-b5', inputSize: 456, parameters: 28_351_029 },
  ],
  reviewed: 3,
  unreviewed: 200,
  device: 'CPU',
  current: null,
}

describe('the request for a run', () => {
  it('names the recipe alone where nothing was changed', () => {
    expect(trainRequest(options, asRecommended)).toEqual({ recipe: 'quick', set: {} })
    expect(trainRequest(options, { ...asRecommended, epochs: 6, start: 'scratch' })).toEqual({
      recipe: 'quick',
      set: {},
    })
  })

  it('carries what was changed, and another network brings its own size', () => {
    expect(
      trainRequest(options, { recipe: 'thorough', architecture: 'efficientnet-b5', epochs: 3, start: 'current' }),
    ).toEqual({
      recipe: 'thorough',
      set: { architecture: 'efficientnet-b5', size: 456, epochs: 3, start: 'current' },
    })
  })

  it('is not made where there is no recipe', () => {
    expect(trainRequest({ ...options, recipes: [] }, asRecommended)).toBeNull()
  })
})
