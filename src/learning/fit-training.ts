import { setImmediate } from 'node:timers/promises'
import type { Network } from '#nn/network.ts'
import { defaultAdam } from '#nn/optimizers/adam.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { type OptimizerState, openTrainer, type Trainer } from '#nn/trainer.ts'
import { usualLoss } from '#nn/training/losses/loss.ts'
import type { Epoch } from '#shared/contract/common.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import type { Recipe } from '#shared/recipe.ts'
import { trainingBatch } from './batches.ts'
import type { PreparedCache } from './prepared-cache.ts'
import type { Fit } from './run-plan.ts'
import { epochBatches } from './sampler.ts'
import { learningRateAt } from './schedule.ts'
import { seedOf } from './seeds.ts'
import { validateEpoch } from './validation.ts'

/** Where a fit stands between two epochs. */
export interface FitState {
  readonly epochsDone: number
  readonly parameters: TensorMap
  /** Null before the first step. */
  readonly optimizer: OptimizerState | null
}

export interface FitContext {
  readonly recipe: Recipe
  readonly network: Network
  readonly runtime: Runtime
  readonly cache: PreparedCache
  /** Milliseconds, for speeds only: nothing that is computed depends on it. */
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  readonly onStep: () => void
  readonly onEpoch: (epoch: Epoch) => void
  /** Given all that is needed to go on from here. */
  readonly onEpochEnd: (state: FitState) => Promise<void>
}

/** Share of the batch in the running statistics: short fits would not reach them with a slower one. */
const statisticsMomentum = 0.1

/** Steps of one epoch of a fit; the same for every epoch. */
export function stepsPerEpoch(fit: Fit, recipe: Recipe): number {
  return epochBatches(fit.train, { batch: recipe.batch, balanced: recipe.balancedSampling, seed: 0 }).length
}

/** Trains from `start` to the recipe's last epoch and gives the parameters. After every epoch: its figures, then a
 *  state from which the rest would run the same. Throws `AppError('cancelled')` between steps. */
export async function trainFit(context: FitContext, fit: Fit, start: FitState): Promise<TensorMap> {
  const { recipe, network, runtime } = context
  if (start.epochsDone >= recipe.epochs) return start.parameters
  const trainer = await openTrainer({
    runtime,
    network,
    batch: recipe.batch,
    parameters: start.parameters,
    optimizer: { ...defaultAdam, weightDecay: recipe.weightDecay },
    optimizerState: start.optimizer ?? undefined,
    loss: { ...usualLoss(network.head), labelSmoothing: recipe.labelSmoothing },
    statisticsMomentum,
  })
  try {
    for (let epoch = start.epochsDone; epoch < recipe.epochs; epoch++) {
      const trained = await trainEpoch(context, fit, trainer, epoch)
      const parameters = trainer.parameters()
      const figures = await validateEpoch({ ...context, parameters, samples: fit.validation })
      context.onEpoch({ epoch: epoch + 1, ...trained, ...figures })
      await context.onEpochEnd({ epochsDone: epoch + 1, parameters, optimizer: trainer.optimizerState() })
    }
    return trainer.parameters()
  } finally {
    await trainer.close()
  }
}

async function trainEpoch(
  context: FitContext,
  fit: Fit,
  trainer: Trainer,
  epoch: number,
): Promise<Pick<Epoch, 'trainLoss' | 'learningRate' | 'imagesPerSecond'>> {
  const { recipe, cache, now, signal } = context
  const seeds = { seed: recipe.seed, fit: fit.name, epoch }
  const order = { batch: recipe.batch, balanced: recipe.balancedSampling, seed: seedOf(recipe.seed, fit.name, epoch) }
  const batches = epochBatches(fit.train, order)
  const started = now()
  let lossSum = 0
  let learningRate = 0
  for (const [index, draws] of batches.entries()) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(signal)
    const step = epoch * batches.length + index
    learningRate = learningRateAt(recipe.schedule, recipe.learningRate, step, recipe.epochs * batches.length)
    const { images, targets } = await trainingBatch(cache, draws, recipe.augmentation, seeds)
    const result = await trainer.step({ images, targets, learningRate, seed: seedOf(recipe.seed, fit.name, 'masks') })
    if (!Number.isFinite(result.loss)) {
      throw new AppError(
        'compute_failed',
        `Training diverged in epoch ${epoch + 1} of the ${fit.name} fit; a lower learning rate may help.`,
      )
    }
    lossSum += result.loss
    context.onStep()
  }
  const seconds = Math.max(1e-3, (now() - started) / 1000)
  return {
    trainLoss: lossSum / batches.length,
    learningRate,
    imagesPerSecond: (batches.length * recipe.batch) / seconds,
  }
}
