import { setImmediate } from 'node:timers/promises'
import { testTimeViews } from '#imaging/augmentation/views.ts'
import type { Classification, Classifier } from '#nn/classifier.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { type OedemaProbabilities, oedemaRiskCount } from '#shared/oedema.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import { plainBatch } from '../data/batches.ts'
import type { PhotographFile, PreparedCache } from '../data/prepared-cache.ts'
import { project } from './projection.ts'

/** Most photographs that a classifier is given at once. */
export const predictionBatch = 16

/** What a model gives for one photograph. */
export interface Prediction {
  readonly hash: string
  readonly probabilities: GradeProbabilities
  /** Of a model that tells them. */
  readonly oedema?: OedemaProbabilities | undefined
  /** As in `Embedding`, from a classifier that gives features. */
  readonly embedding?: readonly number[] | undefined
}

interface PredictOptions {
  /** Photographs at once. */
  readonly batch: number
  readonly signal?: AbortSignal | undefined
}

interface GradingOptions extends PredictOptions {
  /** Gives the mean over flipped and magnified copies of each photograph, which takes as many times as long. */
  readonly testTimeAugmentation?: boolean | undefined
  readonly onResults?: ((results: readonly Prediction[]) => void) | undefined
}

/** Runs the classifier over prepared photographs, in their order. Throws `AppError('cancelled')` between batches. */
export async function predict(
  classifier: Classifier,
  cache: PreparedCache,
  photographs: readonly PhotographFile[],
  options: GradingOptions,
): Promise<Prediction[]> {
  const predictions: Prediction[] = []
  const graded = options.testTimeAugmentation ? meansOverViews : classifications
  for await (const { members, probabilities, oedema, features } of graded(classifier, cache, photographs, options)) {
    const results = members.map(({ hash }, index) => ({
      ...{ hash, probabilities: gradesAt(probabilities, index) },
      ...(oedema && { oedema: risksAt(oedema, index) }),
      ...(features && { embedding: project(rowAt(features, index, members.length)) }),
    }))
    predictions.push(...results)
    options.onResults?.(results)
  }
  return predictions
}

/** What the classifier gives, a batch at a time; the next batch is read while one is computed. */
export async function* classifications<P extends PhotographFile>(
  classifier: Classifier,
  cache: PreparedCache,
  photographs: readonly P[],
  options: PredictOptions,
): AsyncGenerator<Classification & { readonly members: readonly P[] }> {
  const slice = (start: number) => photographs.slice(start, start + options.batch)
  let next = plainBatch(cache, slice(0))
  for (let start = 0; start < photographs.length; start += options.batch) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(options.signal)
    const images = await next
    const members = slice(start)
    next = plainBatch(cache, slice(start + options.batch))
    yield { members, ...(await classifier.classify(images, members.length)) }
  }
  await next
}

/** The mean of the probabilities over the views, a batch at a time. */
async function* meansOverViews<P extends PhotographFile>(
  classifier: Classifier,
  cache: PreparedCache,
  photographs: readonly P[],
  options: PredictOptions,
): AsyncGenerator<Omit<Classification, 'logits'> & { readonly members: readonly P[] }> {
  for (let start = 0; start < photographs.length; start += options.batch) {
    const members = photographs.slice(start, start + options.batch)
    const sum = new Float32Array(members.length * classifier.classes)
    let risks: Float32Array | null = null
    let features: Float32Array | null = null
    for (const view of testTimeViews) {
      await setImmediate()
      throwIfCancelled(options.signal)
      const seen = await classifier.classify(await plainBatch(cache, members, view), members.length)
      addInto(sum, seen.probabilities)
      // The first view is the photograph as it is.
      features ??= seen.features
      if (!seen.oedema) continue
      risks ??= new Float32Array(seen.oedema.length)
      addInto(risks, seen.oedema)
    }
    const mean = (values: Float32Array) => values.map((value) => value / testTimeViews.length)
    yield { members, probabilities: mean(sum), oedema: risks && mean(risks), features }
  }
}

/** Row `index` of a batch of `count` rows. */
function rowAt(values: Float32Array, index: number, count: number): Float32Array {
  const width = values.length / count
  return values.subarray(index * width, (index + 1) * width)
}

function addInto(sum: Float32Array, values: Float32Array): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (values[at] as number)
}

/** The three probabilities of oedema risks of photograph `index` of a batch. */
export function risksAt(probabilities: Float32Array, index: number): OedemaProbabilities {
  const [p0 = Number.NaN, p1 = Number.NaN, p2 = Number.NaN] = probabilities.subarray(index * oedemaRiskCount)
  return [p0, p1, p2]
}

/** The five probabilities of photograph `index` of a batch. Throws `AppError('diverged')` where they are no numbers. */
export function gradesAt(probabilities: Float32Array, index: number): GradeProbabilities {
  const [p0, p1, p2, p3, p4] = probabilities.subarray(index * gradeCount, (index + 1) * gradeCount)
  const row = [p0 ?? Number.NaN, p1 ?? Number.NaN, p2 ?? Number.NaN, p3 ?? Number.NaN, p4 ?? Number.NaN] as const
  if (row.some((value) => Number.isNaN(value))) {
    throw new AppError('diverged', 'The model gave no number for a grade; its training may have diverged.')
  }
  return row
}
