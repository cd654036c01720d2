import { openClassifier } from '#nn/classifier.ts'
import type { Thresholds } from '#nn/heads/head.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { Sample } from '../data/dataset.ts'
import type { PreparedCache } from '../data/prepared-cache.ts'
import { classifications, predictionBatch } from '../inference/predict.ts'
import { fitThresholds } from './fit-thresholds.ts'

/** Thresholds for a regression's model file, tuned on photographs that it was not trained on. */
export async function tunedThresholds(options: {
  readonly model: Uint8Array
  readonly runtime: Runtime
  readonly cache: PreparedCache
  readonly samples: readonly Sample[]
  readonly signal?: AbortSignal | undefined
}): Promise<Thresholds> {
  const { model, runtime, cache, samples, signal } = options
  const classifier = await openClassifier(runtime, model, { batch: predictionBatch })
  try {
    const graded = []
    for await (const { members, logits } of classifications(classifier, cache, samples, {
      batch: predictionBatch,
      signal,
    })) {
      graded.push(...members.map(({ grade }, index) => ({ output: logits[index] as number, grade })))
    }
    return fitThresholds(graded, classifier.classes)
  } finally {
    await classifier.close()
  }
}
