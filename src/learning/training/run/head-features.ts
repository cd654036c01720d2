import { type HeadSplit, splitHead } from '#nn/head-split.ts'
import { logitReader } from '#nn/heads/registry.ts'
import { inferenceModel } from '#nn/inference.ts'
import type { Network } from '#nn/network.ts'
import { oedemaOutput } from '#nn/oedema-output.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import { elementCount, float32, floatEntry, type TensorMap } from '#nn/tensor.ts'
import { softmaxRows } from '#numerics/softmax.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import type { Recipe } from '#shared/recipe.ts'
import { type Batch, type BatchRequest, maskSeeds, targetsOf } from '../../data/batches.ts'
import type { Sample } from '../../data/dataset.ts'
import { type FeaturesOptions, featuresOf, inBatches } from '../../inference/features-of.ts'
import { gradesAt, type Prediction, predictionBatch, risksAt } from '../../inference/predict.ts'
import { describeNetwork } from '../../models/model-file.ts'
import type { FitContext } from '../fit/fit-context.ts'

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
        const risks = network.oedema && softmaxRows(floatEntry(said, oedemaOutput).data, oedemaRiskCount)
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
