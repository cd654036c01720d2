import { openClassifier } from '#nn/classifier.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import { openPreparedCache } from '../data/photograph-preparation.ts'
import { type PhotographFile, type PreparedCache, prepareAll } from '../data/prepared-cache.ts'
import { describeModel } from '../models/model-file.ts'
import { type Prediction, predict } from './predict.ts'

export interface ScoreRequest {
  /** The model's .onnx file. */
  readonly model: Uint8Array
  readonly photographs: readonly PhotographFile[]
  readonly runtime: RuntimeKind
  readonly cacheFolder: string
  /** Photographs a run of the network; 16 where left out. */
  readonly batch?: number | undefined
  /** Whether to average over flipped and magnified copies; as the model's own description says where left out. */
  readonly testTimeAugmentation?: boolean | undefined
  readonly threads: number
  /** Milliseconds, for the speed only. */
  readonly now: () => number
}

export interface ScoreOptions extends WorkOptions {
  readonly onDevice?: ((runtime: Runtime) => void) | undefined
  readonly onResult: (results: readonly Prediction[]) => void
  readonly onUnreadable?: ((hash: string, reason: string) => void) | undefined
}

export interface Scored {
  readonly images: number
  readonly imagesPerSecond: number
}

/** Photographs prepared ahead of the network: memory and time to cancel stay small whatever the number. */
const chunk = 64

/** Gives the five probabilities of every photograph that can be decoded, some at a time, in their order; with its embedding where the
 *  model's last layer is one product.
 *  Throws `AppError('model_unreadable' | 'runtime_unavailable' | 'cancelled')`. */
export async function scorePhotographs(request: ScoreRequest, options: ScoreOptions): Promise<Scored> {
  const { photographs, threads, now, batch = 16 } = request
  const { signal, onProgress, onResult } = options
  const described = describeModel(request.model)
  const { size, enhancement = 'none' } = described
  const testTimeAugmentation = request.testTimeAugmentation ?? described.testTimeAugmentation
  const cache = openPreparedCache({ folder: request.cacheFolder, size, enhancement })
  const runtime = await openRuntime(request.runtime, { threads })
  options.onDevice?.(runtime)
  try {
    const classifier = await openClassifier(runtime, request.model, { batch, features: true })
    try {
      const started = now()
      let images = 0
      onProgress?.({ stage: 'score', done: 0, total: photographs.length })
      const prepare = (start: number) => {
        const prepared = prepareChunk(cache, photographs.slice(start, start + chunk), threads, options)
        // Its failure is met at its turn; until then, or where that never comes, it is not unhandled.
        prepared.catch(() => {})
        return prepared
      }
      let next = prepare(0)
      for (let start = 0; start < photographs.length; start += chunk) {
        throwIfCancelled(signal)
        const usable = await next
        next = prepare(start + chunk)
        const grading = { batch, signal, testTimeAugmentation, onResults: onResult }
        images += (await predict(classifier, cache, usable, grading)).length
        onProgress?.({ stage: 'score', done: Math.min(start + chunk, photographs.length), total: photographs.length })
      }
      await next
      const imagesPerSecond = images / Math.max(1e-3, (now() - started) / 1000)
      return { images, imagesPerSecond }
    } finally {
      await classifier.close()
    }
  } finally {
    await runtime.close()
  }
}

function prepareChunk(
  cache: PreparedCache,
  photographs: readonly PhotographFile[],
  workers: number,
  { signal, onUnreadable }: ScoreOptions,
): Promise<PhotographFile[]> {
  return prepareAll(cache, photographs, {
    workers,
    signal,
    onUnreadable: ({ hash }, reason) => onUnreadable?.(hash, reason),
  })
}
