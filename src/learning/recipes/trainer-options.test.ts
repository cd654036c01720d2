import { describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { resolveRecipe } from './recipes.ts'
import { groupRates, trainerOptions } from './trainer-options.ts'

const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32, head: 'regression' })

describe('what a recipe tells the trainer', () => {
  it('is the usual loss of the head, unless another is asked for', () => {
    const usual = resolveRecipe('quick', { head: 'regression', labelSmoothing: 0 })
    expect(trainerOptions(usual, network, 'none').loss).toMatchObject({ kind: 'mean-squared', labelSmoothing: 0 })
    const asked = resolveRecipe('quick', { head: 'regression', loss: 'quadratic-kappa', classWeights: '[1,2,3,4,5]' })
    expect(trainerOptions(asked, network, 'none').loss).toMatchObject({
      kind: 'quadratic-kappa',
      labelSmoothing: 0.05,
      classWeights: [1, 2, 3, 4, 5],
    })
  })

  it('is the optimizer with the weight decay of the recipe, and a rate for each part of the network', () => {
    const recipe = resolveRecipe('quick', { optimizer: 'adamw', weightDecay: 0.01, rates: '{"middle":0.5,"first":0}' })
    expect(trainerOptions(recipe, network, 'none').optimizer).toEqual({
      ...{ name: 'adamw', weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    })
    expect(groupRates(0.1, recipe)).toEqual({ head: 0.1, middle: 0.05, first: 0 })
  })

  it('follows batches by what the recipe keeps of the running statistics', () => {
    const { statisticsMomentum, momentumForAll } = trainerOptions(resolveRecipe('quick'), network, 'none')
    expect([statisticsMomentum, momentumForAll]).toEqual([0.1, false])
    const slower = trainerOptions(resolveRecipe('quick', { batchNormMomentum: 0.99 }), network, 'none')
    expect([slower.statisticsMomentum, slower.momentumForAll]).toEqual([0.01, true])
  })

  it('freezes a backbone with its running statistics, or its convolutions alone', () => {
    const recipe = resolveRecipe('quick')
    const frozen = (freeze: Parameters<typeof trainerOptions>[2]) => {
      const names = trainerOptions(recipe, network, freeze).frozen ?? new Set()
      return ['features.0.0.weight', 'features.0.1.weight', 'features.0.1.running_mean', 'classifier.1.weight'].map(
        (name) => names.has(name),
      )
    }
    expect(frozen('backbone')).toEqual([true, true, true, false])
    expect(frozen('backbone-except-batch-norm')).toEqual([true, false, false, false])
    expect(frozen('none')).toEqual([false, false, false, false])
  })
})
