import { setImmediate } from 'node:timers/promises'
import type { Classifier } from '#nn/classifier.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import { plainBatch } from './batches.ts'
import type { PhotographFile, PreparedCache } from './prepared-cache.ts'

/** What a model gives for one photograph. */
export interface Prediction {
  readonly hash: string
  readonly probabilities: GradeProbabilities
}

/** Runs the classifier over prepared photographs, a batch at a time, in their order; the next batch is read while one is
 *  computed. Throws `AppError('cancelled')` between batches. */
export async function predict(
  classifier: Classifier,
  cache: PreparedCache,
  photographs: readonly PhotographFile[],
  options: {
    readonly batch: number
    readonly signal?: AbortSignal | undefined
    readonly onResults?: ((results: readonly Prediction[]) => void) | undefined
  },
): Promise<Prediction[]> {
  const predictions: Prediction[] = []
  const slice = (start: number) => photographs.slice(start, start + options.batch)
  let next = plainBatch(cache, slice(0))
  for (let start = 0; start < photographs.length; start += options.batch) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(options.signal)
    const images = await next
    const members = slice(start)
    next = plainBatch(cache, slice(start + options.batch))
    const { probabilities } = await classifier.classify(images, members.length)
    const results = members.map(({ hash }, index) => ({ hash, probabilities: gradesAt(probabilities, index) }))
    predictions.push(...results)
    options.onResults?.(results)
  }
  await next
  return predictions
}

/** The five probabilities of photograph `index` of a batch. Throws `AppError('compute_failed')` where they are no numbers. */
export function gradesAt(probabilities: Float32Array, index: number): GradeProbabilities {
  const [p0, p1, p2, p3, p4] = probabilities.subarray(index * gradeCount, (index + 1) * gradeCount)
  const row = [p0 ?? Number.NaN, p1 ?? Number.NaN, p2 ?? Number.NaN, p3 ?? Number.NaN, p4 ?? Number.NaN] as const
  if (row.some((value) => Number.isNaN(value))) {
    throw new AppError('compute_failed', 'The model gave no number for a grade; its training may have diverged.')
  }
  return row
}
