import { Random } from '#numerics/random/counted-random.ts'
import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { lowerBlocked } from './lowering/blocked/lower.ts'
import { lowerPortable } from './lowering/portable.ts'
import { imageShape, type Network, type ParameterGroup } from './network.ts'
import { writeOnnx } from './onnx/writer.ts'
import { type OptimizerOptions, optimizerRule } from './optimizers/registry.ts'
import type { UpdateRule } from './optimizers/types.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { float32, floatEntry, scalar, type Tensor, type TensorMap } from './tensor.ts'
import { type Averaging, averagingShare } from './training/averaging.ts'
import type { Clipping } from './training/clipping.ts'
import { type LossOptions, usualLoss } from './training/losses/loss.ts'
import { drawMask } from './training/masks.ts'
import { buildStepGraph, type StepGraph } from './training/step-graph.ts'
import { StepState } from './training/step-state.ts'
import { Updates } from './training/updates.ts'

/** What the optimizer keeps of every parameter, and the averages where they are kept, each named by what it is and its
 *  parameter (`first.NAME`, `average.NAME`); and how many steps have been taken. */
export interface OptimizerState {
  readonly step: number
  readonly tensors: TensorMap
}

export interface TrainerOptions {
  readonly runtime: Runtime
  readonly network: Network
  readonly batch: number
  readonly parameters: TensorMap
  readonly optimizer: OptimizerOptions
  readonly optimizerState?: OptimizerState | undefined
  /** The usual one of the network's head where not given; its own `head` is not looked at. */
  readonly loss?: LossOptions | undefined
  /** What the loss of oedema risks counts for beside that of grades, of a network that tells them; 1, where not given. */
  readonly oedemaWeight?: number | undefined
  /** Share of the batch in the running statistics, PyTorch's "momentum", where the network's file does not say it. */
  readonly statisticsMomentum: number
  /** Take that share even where the file says another. */
  readonly momentumForAll?: boolean | undefined
  /** Names of parameters and running statistics that stay as they are; `frozenNames` gives those of whole groups. */
  readonly frozen?: ReadonlySet<string> | undefined
  readonly clipping?: Clipping | undefined
  readonly averaging?: Averaging | undefined
  /** Allow `accumulate`; it costs memory for a second set of gradients. */
  readonly accumulates?: boolean | undefined
  /** Give the gradients with every step; they cost memory and time. */
  readonly gradients?: boolean | undefined
}

export interface MicroBatch {
  /** Normalised photographs, [batch,3,size,size]. */
  readonly images: Float32Array
  /** Soft targets, [batch,classes]; each row sums to the weight of its photograph, usually 1. */
  readonly targets: Float32Array
  /** The same of oedema risks, [batch,3], for a network that tells them: rows of zeros where nothing is known, and all of
   *  them where not given. */
  readonly oedema?: Float32Array | undefined
  /** Draws the masks of dropout and stochastic depth, together with the step's number: one seed for each photograph, whose
   *  masks then do not depend on its place in the batch, or one for all, which gives each place masks of its own. */
  readonly seed: number | Uint32Array
}

export interface TrainingBatch extends MicroBatch {
  /** One rate, or one a group; a rate of 0 leaves a group as it is. */
  readonly learningRate: number | Readonly<Record<ParameterGroup, number>>
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
  /** Whether part of each step runs on the processor, though the runtime's device is another. */
  readonly partial: boolean
  /** Steps taken, those of an earlier run it resumes included. */
  readonly steps: number
  /** Adds a batch's gradients to those that the next step will take the mean of, and counts it in the running
   *  statistics. Throws `AppError('usage')` where the trainer was not opened to accumulate. */
  accumulate(batch: MicroBatch): Promise<StepResult>
  /** Takes a step along the mean gradient of this batch and those accumulated before it. */
  step(batch: TrainingBatch): Promise<StepResult>
  /** Every parameter and running statistic, copied. */
  parameters(): TensorMap
  /** The same as their moving average, with what is frozen as it is; null where no average is kept. */
  averagedParameters(): TensorMap | null
  /** Throws `AppError('usage')` between batches that are accumulated: a run can be resumed from whole steps only. */
  optimizerState(): OptimizerState
  close(): Promise<void>
}

/** Most values a pack holds where packs are used: its optimizer's passes stay in the processor's cache. */
const packLimit = 2 ** 17

/** Builds and loads the training step of a network. The same parameters, batches and seeds give the same bytes on the
 *  CPU. Throws `AppError('length_mismatch')` for parameters that do not fit. */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  const { runtime, network, batch } = options
  if (!Number.isInteger(batch) || batch < 1) throw new AppError('usage', `A batch of ${batch} cannot be trained.`)
  const rule = optimizerRule(options.optimizer)
  const averages = options.averaging !== undefined
  const step = buildStepGraph({
    ...options,
    loss: { ...(options.loss ?? usualLoss(network.head)), head: network.head },
    packLimit: runtime.kind === 'cpu' ? packLimit : 1,
  })
  const kinds = { optimizer: rule.state, averages }
  const state = new StepState(step, kinds, options.parameters, options.optimizerState?.tensors)
  const blocked = runtime.block > 0
  const graph = blocked ? lowerBlocked(step.graph, runtime.block) : lowerPortable(step.graph)
  const bytes = writeOnnx({ graph, metadata: new Map() })
  const session = await runtime.session(bytes, { memoryPattern: false, optimise: !blocked })
  const updates = await Updates.open(runtime, rule, averages).catch(async (cause: unknown) => {
    await session.close()
    throw cause
  })
  // The parameters it started from are no longer needed, and are as large as a vector of the state.
  const { parameters: _, optimizerState, ...plan } = options
  return new GraphTrainer(plan, { rule, step, state, session, updates }, optimizerState?.step ?? 0)
}

type Plan = Omit<TrainerOptions, 'parameters' | 'optimizerState'>

interface Loaded {
  readonly rule: UpdateRule
  readonly step: StepGraph
  readonly state: StepState
  readonly session: Session
  readonly updates: Updates
}

class GraphTrainer implements Trainer {
  readonly batch: number
  readonly partial: boolean
  steps: number
  readonly #options: Plan
  readonly #loaded: Loaded
  #accumulated = 0
  /** Vectors are written over where they stand: after a run that failed they may be half of one step, half of the next. */
  #torn = false

  constructor(options: Plan, loaded: Loaded, steps: number) {
    this.batch = options.batch
    this.partial = loaded.session.partial
    this.steps = steps
    this.#options = options
    this.#loaded = loaded
  }

  async accumulate(batch: MicroBatch): Promise<StepResult> {
    if (!this.#options.accumulates) throw new AppError('usage', 'This trainer was not opened to accumulate gradients.')
    const result = await this.#run({ ...batch, learningRate: 0 }, false)
    this.#accumulated++
    return result
  }

  async step(batch: TrainingBatch): Promise<StepResult> {
    const result = await this.#run(batch, true)
    this.#accumulated = 0
    this.steps++
    return result
  }

  parameters(): TensorMap {
    this.#requireWhole()
    return this.#loaded.state.parameters()
  }

  averagedParameters(): TensorMap | null {
    return this.#options.averaging === undefined ? null : this.#loaded.state.averages()
  }

  optimizerState(): OptimizerState {
    this.#requireWhole()
    if (this.#accumulated > 0) throw new AppError('usage', 'Gradients are being accumulated: the step is not done yet.')
    return { step: this.steps, tensors: this.#loaded.state.optimizer() }
  }

  async close(): Promise<void> {
    await this.#loaded.session.close()
    await this.#loaded.updates.close()
  }

  #requireWhole(): void {
    if (this.#torn) throw new AppError('compute_failed', 'A training step failed: go on from what was kept before it.')
  }

  async #run(batch: TrainingBatch, done: boolean): Promise<StepResult> {
    const { session, state } = this.#loaded
    this.#requireWhole()
    const feeds = new Map<string, Tensor>([...state.current, ...state.sums, ...this.#feeds(batch)])
    this.#torn = true
    const results = await session.run(feeds, new Map([...state.sums].map(([name, sum]) => [`next.${name}`, sum])))
    state.follow(results)
    if (done) await this.#update(batch, results)
    this.#torn = false
    const gradients = [...results].filter(([name]) => name.startsWith('grad.'))
    return {
      loss: floatEntry(results, 'loss').data[0] as number,
      logits: floatEntry(results, 'logits').data,
      gradients: new Map(gradients.map(([name, tensor]) => [name.slice('grad.'.length), tensor])),
    }
  }

  async #update({ learningRate }: TrainingBatch, results: TensorMap): Promise<void> {
    const { rule, state, updates } = this.#loaded
    const { averaging } = this.#options
    const number = this.steps + 1
    const scalars = (group: ParameterGroup) =>
      rule.scalars(number, typeof learningRate === 'number' ? learningRate : learningRate[group])
    await updates.apply(state, results, scalars, averaging === undefined ? 0 : averagingShare(averaging, number))
    state.clearSums()
  }

  /** All inputs of a run but the vectors. */
  #feeds({ images, targets, oedema, seed }: MicroBatch): Map<string, Tensor> {
    const { network, accumulates } = this.#options
    const { step } = this.#loaded
    const number = this.steps + 1
    const seeds = typeof seed === 'number' ? this.#seedsByPlace(seed) : seed
    if (seeds.length !== this.batch) {
      throw new AppError('length_mismatch', `There are ${seeds.length} seeds for a batch of ${this.batch}.`)
    }
    const feeds = new Map<string, Tensor>()
    feeds.set('image', float32(images, [this.batch, ...imageShape(network)]))
    feeds.set('target', float32(targets, [this.batch, network.classes]))
    if (network.oedema) {
      const none = () => new Float32Array(this.batch * oedemaRiskCount)
      feeds.set('oedema.target', float32(oedema ?? none(), [this.batch, oedemaRiskCount]))
    }
    if (accumulates) feeds.set('gradient.share', scalar(1 / (this.#accumulated + 1)))
    for (const [place, noise] of step.noise.entries()) {
      const random = (row: number) => new Random(seeds[row] as number, number, place)
      feeds.set(noise.name, drawMask(noise, random))
    }
    return feeds
  }

  /** Every batch of a step has masks of its own; the first one's are those of a step that accumulates nothing. */
  #seedsByPlace(seed: number): Uint32Array {
    return Uint32Array.from({ length: this.batch }, (_, row) => {
      return new Random(seed, this.#accumulated * this.batch + row).integer()
    })
  }
}
