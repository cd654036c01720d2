import { setImmediate } from 'node:timers/promises'
import type { Trainer, TrainingBatch } from '#nn/trainer.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import type { Batch } from '../../data/batches.ts'
import { type RateCurve, type RateSuggestions, rampedRates, SmoothedLoss, suggestRates } from './rate-curve.ts'

export interface RateFinderOptions extends WorkOptions {
  /** The least and the largest rate that is tried, and how many; 1e-7 to 10 in 100 steps, if absent. */
  readonly from?: number
  readonly to?: number
  readonly count?: number
  /** Share of the past in the smoothed loss. */
  readonly smoothing?: number
  /** What each part of the network gets where the rate tried is `rate`; all the same, if absent. */
  readonly ratesOf?: (rate: number) => TrainingBatch['learningRate']
}

/** Beyond so many times the least loss, larger rates have nothing more to tell. */
const diverged = 4

/** Trains with rates that grow exponentially, a step each, until the smoothed loss diverges, the rates have all been tried
 *  or there are no more batches. It leaves the trainer's parameters useless: they are to be loaded anew.
 *  Throws `AppError('compute_failed')` where not even two rates could be tried, and `AppError('cancelled')`. */
export async function findRate(
  trainer: Trainer,
  batches: AsyncIterable<Batch>,
  options: RateFinderOptions,
): Promise<RateCurve & RateSuggestions> {
  const { from = 1e-7, to = 10, count = 100, smoothing = 0.98, ratesOf = (rate) => rate } = options
  const ramp = rampedRates(from, to, count)
  const smoothed = new SmoothedLoss(smoothing)
  const losses: number[] = []
  let least = Number.POSITIVE_INFINITY
  const tell = (done: number) => options.onProgress?.({ stage: 'find-rate', done, total: count })
  tell(0)
  for await (const batch of batches) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(options.signal)
    const { loss } = await trainer.step({ ...batch, learningRate: ratesOf(ramp[losses.length] as number) })
    const average = smoothed.next(loss)
    if (!Number.isFinite(average)) break
    losses.push(average)
    least = Math.min(least, average)
    tell(losses.length)
    if (losses.length === count || average > diverged * least) break
  }
  if (losses.length < 2) {
    throw new AppError('compute_failed', 'The loss is no number at the least learning rate; there is nothing to find.')
  }
  tell(count)
  const curve = { rates: ramp.slice(0, losses.length), losses }
  return { ...curve, ...suggestRates(curve) }
}
