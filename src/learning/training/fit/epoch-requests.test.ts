import { describe, expect, it } from 'vitest'
import { grades } from '#shared/grades.ts'
import { samplesOf } from '../../data/dataset.ts'
import { resolveRecipe } from '../../recipes/recipes.ts'
import { epochRequests, stepsPerEpoch } from './epoch-requests.ts'

const photographs = Array.from({ length: 30 }, (_, index) => ({
  hash: index.toString(16).padStart(64, '0'),
  path: `${index}.jpg`,
  group: `patient ${index}`,
  grade: grades[index % 5] ?? 0,
  origin: 'imported' as const,
}))
const fit = { name: 'main', fold: 0, train: samplesOf(photographs), validation: [], predict: [] }

describe('the batches of an epoch', () => {
  it('are as many a step as the recipe accumulates, and together every photograph once', () => {
    const recipe = resolveRecipe('quick', { batch: 3, accumulation: 5, balancedSampling: false })
    const requests = epochRequests(fit, recipe, 4)
    expect(stepsPerEpoch(fit, recipe)).toBe(2)
    expect(requests.map(({ draws }) => draws.length)).toEqual(new Array(10).fill(3))
    const drawn = requests.flatMap(({ draws }) => draws.map(({ sample }) => sample.hash))
    expect(drawn.toSorted()).toEqual(photographs.map(({ hash }) => hash))
    expect(epochRequests(fit, { ...recipe, batch: 15, accumulation: 1 }, 4).flatMap(({ draws }) => draws)).toEqual(
      requests.flatMap(({ draws }) => draws),
    )
  })

  it('show grades as often as the recipe multiplies them, the same ones in every epoch where it oversamples offline', () => {
    const set = { balancedSampling: false, gradeMultipliers: '[1,1,1,1,2.5]', oversampling: 'offline', batch: 1 }
    const recipe = resolveRecipe('quick', set)
    const shown = (epoch: number) =>
      epochRequests(fit, recipe, epoch).flatMap(({ draws }) =>
        draws.map(({ sample }) => `${sample.grade} ${sample.hash}`),
      )
    expect(shown(0).filter((name) => name.startsWith('4'))).toHaveLength(15)
    expect(shown(0)).not.toEqual(shown(1))
    expect(shown(0).toSorted()).toEqual(shown(1).toSorted())
  })

  it('change the last photographs strongly where batch normalisation sees them by itself', () => {
    const recipe = resolveRecipe('quick', { batch: 4, auxiliaryBatchNorm: 0.5 })
    const { zoom, brightness } = recipe.augmentation
    for (const { draws } of epochRequests(fit, recipe, 0)) {
      expect(draws.map(({ augmentation }) => augmentation.brightness)).toEqual(
        [1, 1, 3, 3].map((factor) => expect.closeTo(factor * brightness, 12)),
      )
      expect(draws.at(-1)?.augmentation.zoom).toBeCloseTo(3 * zoom, 12)
    }
  })
})
