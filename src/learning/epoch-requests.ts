import type { Recipe } from '#shared/recipe.ts'
import type { BatchRequest } from './batches.ts'
import { pseudoShare } from './noisy-student/pseudo-share.ts'
import type { Fit } from './run-plan.ts'
import { type Draw, epochBatches } from './sampler.ts'
import { seedOf } from './seeds.ts'

/** How much wider than the recipe's are the changes to photographs that auxiliary batch normalisation sees. */
const distortion = 3

/** Steps of one epoch of a fit; the same for every epoch. */
export function stepsPerEpoch(fit: Fit, recipe: Recipe): number {
  return epochSteps(fit, recipe, 0).length
}

/** The batches of an epoch, counted from 0, in their order: as many a step as the recipe accumulates. The last photographs
 *  of each are strongly changed where the recipe has auxiliary batch normalisation. */
export function epochRequests(fit: Fit, recipe: Recipe, epoch: number): BatchRequest[] {
  const { seed, batch, accumulation, augmentation } = recipe
  const plain = batch - auxiliaryCount(recipe)
  const distorted = distortedAugmentation(augmentation)
  return epochSteps(fit, recipe, seedOf(seed, fit.name, epoch)).flatMap((draws) =>
    Array.from({ length: accumulation }, (_, place) => ({
      ...{ seed, fit: fit.name, epoch },
      draws: draws
        .slice(place * batch, (place + 1) * batch)
        .map((draw, index) => ({ ...draw, augmentation: index < plain ? augmentation : distorted })),
    })),
  )
}

/** How many of a batch, its last ones, auxiliary batch normalisation sees. */
export function auxiliaryCount({ batch, auxiliaryBatchNorm }: Pick<Recipe, 'batch' | 'auxiliaryBatchNorm'>): number {
  return Math.round(batch * auxiliaryBatchNorm)
}

/** The draws of each step. */
function epochSteps(fit: Fit, recipe: Recipe, seed: number): Draw[][] {
  return epochBatches(fit.train, {
    batch: recipe.batch * recipe.accumulation,
    seed,
    balanced: recipe.balancedSampling,
    multipliers: recipe.gradeMultipliers,
    offlineSeed: recipe.oversampling === 'offline' ? seedOf(recipe.seed, fit.name, 'oversampling') : undefined,
    pseudo: fit.pseudo && { samples: fit.pseudo, share: pseudoShare(fit.train.length, fit.pseudo.length, recipe) },
  })
}

/** Whether what auxiliary batch normalisation sees is changed more than the rest. */
export function distorts(augmentation: Recipe['augmentation']): boolean {
  const widened = distortedAugmentation(augmentation)
  return (['zoom', 'brightness', 'contrast', 'saturation'] as const).some((one) => widened[one] > augmentation[one])
}

function distortedAugmentation(augmentation: Recipe['augmentation']): Recipe['augmentation'] {
  const { zoom, brightness, contrast, saturation } = augmentation
  return {
    ...augmentation,
    // Beyond half, nothing of the retina's rim would be left.
    zoom: Math.min(0.5, distortion * zoom),
    brightness: distortion * brightness,
    contrast: distortion * contrast,
    saturation: distortion * saturation,
  }
}
