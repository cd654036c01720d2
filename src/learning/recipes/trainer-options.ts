import type { Network, ParameterGroup } from '#nn/network.ts'
import type { TrainerOptions } from '#nn/trainer.ts'
import { type Freezing, frozenBefore, frozenNames } from '#nn/training/freezing.ts'
import { usualLoss } from '#nn/training/losses/loss.ts'
import type { Freeze } from '#shared/recipe/stages.ts'
import { type Recipe, usualBatchNormMomentum } from '#shared/recipe.ts'

const backbone: readonly ParameterGroup[] = ['first', 'middle']

const freezing: Readonly<Record<Exclude<Freeze, object>, Freezing>> = {
  backbone: { parameters: backbone, statistics: backbone },
  'backbone-except-batch-norm': { parameters: backbone, exceptBatchNorm: true },
  none: { parameters: [] },
}

/** How a recipe trains a network, with `freeze` left as it is; all but the runtime and where it starts. */
export function trainerOptions(
  recipe: Recipe,
  network: Network,
  freeze: Freeze,
): Omit<TrainerOptions, 'runtime' | 'parameters' | 'optimizerState'> {
  const usual = usualLoss(network.head)
  return {
    network,
    batch: recipe.batch,
    optimizer: { ...recipe.optimizer, weightDecay: recipe.weightDecay },
    loss: {
      ...usual,
      kind: recipe.loss ?? usual.kind,
      labelSmoothing: recipe.labelSmoothing,
      classWeights: recipe.classWeights ?? undefined,
    },
    oedemaWeight: recipe.oedema?.weight,
    // Six digits, so that 0.9 leaves 0.1.
    statisticsMomentum: Math.round(1e6 * (1 - recipe.batchNormMomentum)) / 1e6,
    momentumForAll: recipe.batchNormMomentum !== usualBatchNormMomentum,
    frozen: typeof freeze === 'string' ? frozenNames(network, freezing[freeze]) : frozenBefore(network, freeze.before),
    clipping: recipe.clipping ?? undefined,
    averaging: recipe.averaging ?? undefined,
    accumulates: recipe.accumulation > 1,
  }
}

/** The rate of each part of the network, where the schedule says `rate`. */
export function groupRates(rate: number, { rates }: Recipe): Readonly<Record<ParameterGroup, number>> {
  return { head: rate * rates.head, middle: rate * rates.middle, first: rate * rates.first }
}
