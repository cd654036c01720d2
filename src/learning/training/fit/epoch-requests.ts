import type { Recipe } from '#shared/recipe.ts'
import type { BatchRequest } from '../../data/batches.ts'
import type { Fit } from '../../data/run-plan.ts'
import { type Draw, epochBatches } from '../../data/sampler.ts'
import { seedOf } from '../../data/seeds.ts'
import { pseudoShare } from '../../noisy-student/pseudo-share.ts'
import { auxiliaryCount, distortedAugmentation } from '../../recipes/auxiliary-batch.ts'

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
