import { AppError } from '#shared/errors.ts'
import { lowerBlocked } from './lowering/blocked/lower.ts'
import { lowerPortable } from './lowering/portable.ts'
import { type Network, type ParameterGroup, parameterGroups } from './network.ts'
import { writeOnnx } from './onnx/writer.ts'
import { type AdamOptions, adamScalars } from './optimizers/adam.ts'
import { Random } from './random.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { elementCount, type FloatTensor, float32, floatEntry, type Tensor, type TensorMap, zeros } from './tensor.ts'
import type { NoiseInput } from './training/forward.ts'
import { type Pack, packed, unpacked } from './training/packing.ts'
import { buildStepGraph, type StepGraph } from './training/step-graph.ts'

/** Adam's running sums, named `first.PARAMETER` and `second.PARAMETER`, and how many steps have been taken. */
export interface OptimizerState {
  readonly step: number
  readonly tensors: TensorMap
}

export interface TrainerOptions {
  readonly runtime: Runtime
  readonly network: Network
  readonly batch: number
  readonly parameters: TensorMap
  readonly optimizer: AdamOptions
  readonly optimizerState?: OptimizerState | undefined
  /** Share of every target that is spread over all classes. */
  readonly labelSmoothing?: number | undefined
  /** Share of the batch in the running statistics; PyTorch's "momentum". */
  readonly statisticsMomentum: number
  /** Give the gradients with every step; they cost memory and time. */
  readonly gradients?: boolean | undefined
}

export interface TrainingBatch {
  /** Normalised photographs, [batch,3,size,size]. */
  readonly images: Float32Array
  /** Soft targets, [batch,classes]; each row sums to the weight of its photograph, usually 1. */
  readonly targets: Float32Array
  /** One rate, or one a group; a rate of 0 leaves a group as it is. */
  readonly learningRate: number | Readonly<Record<ParameterGroup, number>>
  /** Draws the masks of dropout and stochastic depth, together with the step's number. */
  readonly seed: number
}

export interface StepResult {
  readonly loss: number
  /** [batch,classes], with the masks in place. */
  readonly logits: Float32Array
  /** By parameter name, where asked for. */
  readonly gradients: TensorMap
}

/** Trains one network at one batch size. Calls must not overlap. */
export interface Trainer {
  readonly batch: number
  /** Steps taken, those of an earlier run it resumes included. */
  readonly steps: number
  step(batch: TrainingBatch): Promise<StepResult>
  /** Every parameter and running statistic, copied. */
  parameters(): TensorMap
  optimizerState(): OptimizerState
  close(): Promise<void>
}

/** Most values a pack holds where packs are used: its optimizer's passes stay in the processor's cache. */
const packLimit = 2 ** 17

/** Builds and loads the training step of a network. The same parameters, batches and seeds give the same bytes on the
 *  CPU. Throws `AppError('length_mismatch')` for parameters that do not fit. */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  const { runtime, network, batch, optimizer } = options
  if (!Number.isInteger(batch) || batch < 1) throw new AppError('usage', `A batch of ${batch} cannot be trained.`)
  const step = buildStepGraph({
    network,
    batch,
    optimizer,
    labelSmoothing: options.labelSmoothing ?? 0,
    statisticsMomentum: options.statisticsMomentum,
    packLimit: runtime.kind === 'cpu' ? packLimit : 1,
    gradients: options.gradients ?? false,
  })
  const blocked = runtime.block > 0
  const graph = blocked ? lowerBlocked(step.graph, runtime.block) : lowerPortable(step.graph)
  const bytes = writeOnnx({ graph, metadata: new Map() })
  const session = await runtime.session(bytes, { memoryPattern: false, optimise: !blocked })
  return new GraphTrainer(options, step, session)
}

class GraphTrainer implements Trainer {
  readonly batch: number
  steps: number
  readonly #options: TrainerOptions
  readonly #step: StepGraph
  readonly #session: Session
  /** Packs and their optimizer state, by input name; two sets that take turns as input and output. */
  #current: Map<string, FloatTensor>
  #spare: Map<string, FloatTensor>

  constructor(options: TrainerOptions, step: StepGraph, session: Session) {
    this.batch = options.batch
    this.steps = options.optimizerState?.step ?? 0
    this.#options = options
    this.#step = step
    this.#session = session
    this.#current = startingVectors(step, options)
    this.#spare = new Map([...this.#current].map(([name, tensor]) => [name, zeros(tensor.shape)]))
  }

  async step(batch: TrainingBatch): Promise<StepResult> {
    const { network, optimizer } = this.#options
    const number = this.steps + 1
    const feeds = new Map<string, Tensor>(this.#current)
    feeds.set('image', float32(batch.images, [this.batch, 3, network.size, network.size]))
    feeds.set('target', float32(batch.targets, [this.batch, network.classes]))
    for (const group of parameterGroups) {
      const rate = typeof batch.learningRate === 'number' ? batch.learningRate : batch.learningRate[group]
      const scalars = adamScalars(optimizer, number, rate)
      if (this.#session.inputs.includes(`rate.${group}`)) feeds.set(`rate.${group}`, scalars.rate)
      feeds.set('epsilon', scalars.epsilon)
    }
    for (const [index, noise] of this.#step.noise.entries()) {
      feeds.set(noise.name, drawMask(noise, new Random(batch.seed, number, index)))
    }
    const into = new Map([...this.#spare].map(([name, tensor]) => [`next.${name}`, tensor]))
    const results = await this.#session.run(feeds, into)
    ;[this.#current, this.#spare] = [this.#spare, this.#current]
    this.steps = number
    const gradients = [...results].filter(([name]) => name.startsWith('grad.'))
    return {
      loss: floatEntry(results, 'loss').data[0] as number,
      logits: floatEntry(results, 'logits').data,
      gradients: new Map(gradients.map(([name, tensor]) => [name.slice('grad.'.length), tensor])),
    }
  }

  parameters(): TensorMap {
    return this.#unpacked([...this.#step.trainable, ...this.#step.statistics], '')
  }

  optimizerState(): OptimizerState {
    const tensors = new Map<string, Tensor>()
    for (const moment of ['first.', 'second.']) {
      for (const [name, tensor] of this.#unpacked(this.#step.trainable, moment)) tensors.set(`${moment}${name}`, tensor)
    }
    return { step: this.steps, tensors }
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  #unpacked(packs: readonly Pack[], prefix: string): TensorMap {
    return new Map(packs.flatMap((pack) => [...unpacked(pack, floatEntry(this.#current, `${prefix}${pack.name}`))]))
  }
}

function startingVectors(step: StepGraph, options: TrainerOptions): Map<string, FloatTensor> {
  const vectors = new Map<string, FloatTensor>()
  for (const pack of [...step.trainable, ...step.statistics]) vectors.set(pack.name, packed(pack, options.parameters))
  for (const moment of ['first.', 'second.']) {
    const values = new Map(
      [...(options.optimizerState?.tensors ?? [])]
        .filter(([name]) => name.startsWith(moment))
        .map(([name, tensor]) => [name.slice(moment.length), tensor]),
    )
    for (const pack of step.trainable) {
      vectors.set(
        `${moment}${pack.name}`,
        options.optimizerState === undefined ? zeros([pack.length]) : packed(pack, values),
      )
    }
  }
  return vectors
}

/** 0 with the share's probability, else 1/(1-share). */
function drawMask({ shape, share }: NoiseInput, random: Random): FloatTensor {
  const values = new Float32Array(elementCount(shape))
  for (let i = 0; i < values.length; i++) values[i] = random.uniform() < share ? 0 : 1 / (1 - share)
  return float32(values, shape)
}
