import { setImmediate } from 'node:timers/promises'
import type { HeadSplit } from '#nn/head-split.ts'
import { inferenceModel } from '#nn/inference.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { elementCount, float32, floatEntry, type TensorMap } from '#nn/tensor.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import { plainBatch } from '../data/batches.ts'
import type { Sample } from '../data/dataset.ts'
import type { PreparedCache } from '../data/prepared-cache.ts'
import { predictionBatch } from './predict.ts'

export interface FeaturesOptions extends WorkOptions {
  readonly runtime: Runtime
  /** At least those of the backbone. */
  readonly parameters: TensorMap
  readonly cache: PreparedCache
  /** Every photograph that a head learns from or grades. */
  readonly samples: readonly Sample[]
}

/** What a backbone gives of each photograph, by its hash. Throws `AppError('cancelled')` between batches. */
export async function featuresOf(
  { backbone, features, shape }: HeadSplit,
  { runtime, parameters, cache, samples, signal, onProgress }: FeaturesOptions,
): Promise<ReadonlyMap<string, Float32Array>> {
  const found = new Map<string, Float32Array>()
  const distinct = [...new Map(samples.map((sample) => [sample.hash, sample])).values()]
  const { size } = cache.place
  const width = elementCount(shape)
  const tell = () => onProgress?.({ stage: 'features', done: found.size, total: distinct.length })
  const session = await runtime.session(writeOnnx(inferenceModel(backbone, parameters)))
  try {
    tell()
    for (const members of inBatches(distinct)) {
      // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
      await setImmediate()
      throwIfCancelled(signal)
      const images = new Float32Array(predictionBatch * 3 * size * size)
      images.set(await plainBatch(cache, members))
      const said = await session.run(new Map([['image', float32(images, [predictionBatch, 3, size, size])]]))
      const { data } = floatEntry(said, features)
      for (const [index, { hash }] of members.entries()) {
        found.set(hash, data.slice(index * width, (index + 1) * width))
      }
      tell()
    }
    return found
  } finally {
    await session.close()
  }
}

/** Photographs in the batches that they are looked at in. */
export function* inBatches(samples: readonly Sample[]): Generator<readonly Sample[], undefined> {
  for (let start = 0; start < samples.length; start += predictionBatch) {
    yield samples.slice(start, start + predictionBatch)
  }
}
