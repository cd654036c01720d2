import { setImmediate } from 'node:timers/promises'
import { type HeadSplit, splitHead } from '#nn/head-split.ts'
import { logitReader } from '#nn/heads/registry.ts'
import { softmax } from '#nn/heads/softmax.ts'
import { inferenceModel } from '#nn/inference.ts'
import type { Network } from '#nn/network.ts'
import { oedemaOutput } from '#nn/oedema-output.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { elementCount, float32, floatEntry, type TensorMap } from '#nn/tensor.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import type { Recipe } from '#shared/recipe.ts'
import { type Batch, type BatchRequest, maskSeeds, plainBatch, targetsOf } from './batches.ts'
import type { Sample } from './dataset.ts'
import type { FitContext } from './fit-training.ts'
import { describeNetwork } from './model-file.ts'
import { gradesAt, type Prediction, risksAt } from './predict.ts'
import type { PreparedCache } from './prepared-cache.ts'
import { predictionBatch } from './validation.ts'

export interface FeaturesOptions extends WorkOptions {
  readonly runtime: Runtime
  /** At least those of the backbone. */
  readonly parameters: TensorMap
  readonly cache: PreparedCache
  /** Every photograph that a head learns from or grades. */
  readonly samples: readonly Sample[]
}

/** `parameters`: all of them, as the parent has them. */
interface HeadFeaturesOptions extends FeaturesOptions {
  readonly recipe: Recipe
  /** The whole network. */
  readonly network: Network
}

/** Fits of heads alone, on features that the parent's network gives of each photograph as it is: there is no augmentation,
 *  neither of what is learnt from nor of what is graded. */
export class HeadFeatures {
  /** A head trains as the recipe says a network does, at its head's rate, for all epochs. */
  readonly work: Pick<FitContext, 'recipe' | 'atSize' | 'batches' | 'watched'>
  readonly #options: HeadFeaturesOptions
  readonly #split: HeadSplit
  readonly #features: ReadonlyMap<string, Float32Array>

  private constructor(options: HeadFeaturesOptions, split: HeadSplit, features: ReadonlyMap<string, Float32Array>) {
    this.#options = options
    this.#split = split
    this.#features = features
    this.work = {
      recipe: { ...options.recipe, phases: [], sizes: [], earlyStop: null, auxiliaryBatchNorm: 0 },
      atSize: () => ({ network: split.head, cache: options.cache }),
      batches: { inOrder: (_, requests) => this.#inOrder(requests) },
      watched: null,
    }
  }

  /** Computes the features of all photographs, once. Throws `AppError('cancelled')` between batches. */
  static async open(options: HeadFeaturesOptions): Promise<HeadFeatures> {
    const split = splitHead(options.network)
    return new HeadFeatures(options, split, await featuresOf(split, options))
  }

  /** Those of `parameters` that a head has. */
  ofHead(parameters: TensorMap): TensorMap {
    return new Map(this.#split.head.parameters.map(({ name }) => [name, floatEntry(parameters, name)]))
  }

  /** All parameters of the network with this head. */
  withHead(parameters: TensorMap): TensorMap {
    return new Map([...this.#options.parameters, ...parameters])
  }

  /** What a head says of photographs, in their order. */
  async predict(parameters: TensorMap, samples: readonly Sample[]): Promise<Prediction[]> {
    const { runtime, network, signal } = this.#options
    const session = await runtime.session(writeOnnx(inferenceModel(this.#split.head, parameters)))
    try {
      const predictions: Prediction[] = []
      for (const members of inBatches(samples)) {
        throwIfCancelled(signal)
        const said = await session.run(new Map([['image', float32(this.#rows(members), this.#shape(predictionBatch))]]))
        const logits = floatEntry(said, 'logits')
        const reader = logitReader(logits.shape[1] ?? 0, describeNetwork(network))
        const probabilities = reader.probabilities(logits.data)
        const risks = network.oedema && softmax(floatEntry(said, oedemaOutput).data, oedemaRiskCount)
        for (const [index, { hash }] of members.entries()) {
          predictions.push({
            ...{ hash, probabilities: gradesAt(probabilities, index) },
            ...(risks && { oedema: risksAt(risks, index) }),
          })
        }
      }
      return predictions
    } finally {
      await session.close()
    }
  }

  async *#inOrder(requests: Iterable<BatchRequest>): AsyncGenerator<Batch, undefined> {
    for (const request of requests) {
      const { draws } = request
      yield {
        images: this.#rows(
          draws.map(({ sample }) => sample),
          draws.length,
        ),
        ...targetsOf(draws),
        seed: maskSeeds(request),
      }
    }
  }

  #shape(count: number): readonly number[] {
    return [count, ...this.#split.shape]
  }

  /** Features row after row, with rows of zeros up to `count`. */
  #rows(samples: readonly Sample[], count = predictionBatch): Float32Array<ArrayBuffer> {
    const width = elementCount(this.#split.shape)
    const rows = new Float32Array(count * width)
    for (const [index, { hash }] of samples.entries()) rows.set(this.#features.get(hash) ?? [], index * width)
    return rows
  }
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

function* inBatches(samples: readonly Sample[]): Generator<readonly Sample[], undefined> {
  for (let start = 0; start < samples.length; start += predictionBatch) {
    yield samples.slice(start, start + predictionBatch)
  }
}
