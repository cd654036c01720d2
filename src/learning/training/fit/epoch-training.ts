import { setImmediate } from 'node:timers/promises'
import type { Trainer } from '#nn/trainer.ts'
import type { Epoch } from '#shared/contract/common.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import type { Fit } from '../../data/run-plan.ts'
import { groupRates } from '../../recipes/trainer-options.ts'
import { learningRateAt } from '../../schedules/learning-rate.ts'
import { epochRequests } from './epoch-requests.ts'
import type { FollowedFit, Sized } from './fit-context.ts'
import type { FitState } from './fit-state.ts'

export interface EpochWork extends Sized {
  readonly trainer: Trainer
  readonly state: FitState
}

/** Takes the steps of the epoch that comes next, or those that are left of it. Throws `AppError('cancelled')` between
 *  batches, and `AppError('diverged')` where the loss is no number. */
export async function trainEpoch(
  context: FollowedFit,
  fit: Fit,
  { network, cache, trainer, state }: EpochWork,
): Promise<Pick<Epoch, 'trainLoss' | 'learningRate' | 'imagesPerSecond' | 'memory'>> {
  const { recipe, batches, watched, traces, now, signal } = context
  const { epochsDone: epoch } = state
  const requests = epochRequests(fit, recipe, epoch)
  const stepsPerEpoch = requests.length / recipe.accumulation
  const losses = (watched ?? state.history).slice(0, epoch).map(({ loss }) => loss)
  const rateAt = (step: number) =>
    learningRateAt(recipe.schedule, recipe.learningRate, { step, stepsPerEpoch, epochs: recipe.epochs, losses })
  const started = now()
  const { steps: before, lossSum: lossBefore } = state.underWay ?? { steps: 0, lossSum: 0 }
  const first = before * recipe.accumulation
  let lossSum = lossBefore
  let learningRate = rateAt(epoch * stepsPerEpoch + Math.max(0, before - 1))
  let done = first
  for await (const batch of batches.inOrder(cache, requests.slice(first))) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(signal)
    learningRate = rateAt(epoch * stepsPerEpoch + Math.floor(done / recipe.accumulation))
    const { draws } = requests[done++] as (typeof requests)[number]
    const completes = done % recipe.accumulation === 0
    const { loss, logits } = completes
      ? await trainer.step({ ...batch, learningRate: groupRates(learningRate, recipe) })
      : await trainer.accumulate(batch)
    if (!Number.isFinite(loss)) throw diverged(epoch, fit)
    lossSum += loss
    traces?.note(draws, logits, network)
    if (!completes) continue
    const underWay = { steps: done / recipe.accumulation, lossSum }
    await context.onStep(() => ({
      ...{ ...state, underWay, traces: traces?.kept() ?? null },
      ...{ parameters: trainer.parameters(), optimizer: trainer.optimizerState() },
    }))
  }
  const seconds = Math.max(1e-3, (now() - started) / 1000)
  const imagesPerSecond = ((done - first) * recipe.batch) / seconds
  return { trainLoss: lossSum / done, learningRate, imagesPerSecond, memory: process.memoryUsage.rss() }
}

function diverged(epoch: number, fit: Fit): AppError {
  return new AppError(
    'diverged',
    `Training diverged in epoch ${epoch + 1} of the ${fit.name} fit; a lower learning rate may help.`,
  )
}
