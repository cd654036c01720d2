import { openClassifier } from '#nn/classifier.ts'
import type { Network } from '#nn/network.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import { type FitState, stepsPerEpoch, trainFit } from './fit-training.ts'
import { encodeTrained, parametersFrom } from './model-file.ts'
import { predict } from './predict.ts'
import type { PreparedCache } from './prepared-cache.ts'
import { decodeRunCheckpoint, encodeRunCheckpoint, type RunCheckpoint, type RunResults } from './run-checkpoint.ts'
import type { Fit, RunPlan } from './run-plan.ts'
import { seedOf } from './seeds.ts'
import { startingParameters } from './starting-parameters.ts'
import { TimeLeft } from './time-left.ts'
import type { TrainingEvent } from './training-event.ts'
import { predictionBatch } from './validation.ts'

/** Files named by their SHA-256. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<Sha256>
  read(sha256: Sha256): Promise<Uint8Array>
}

export interface TrainingRunOptions {
  readonly recipe: Recipe
  readonly network: Network
  readonly runtime: Runtime
  readonly cache: PreparedCache
  readonly plan: RunPlan
  /** Model file that the main fit goes on from. */
  readonly parent: Uint8Array | null
  readonly blobs: BlobStore
  readonly checkpoint?: Sha256 | undefined
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: TrainingEvent) => void
}

/** The fits of one plan, one after another, from the start or from a checkpoint. */
export class TrainingRun {
  readonly #options: TrainingRunOptions
  #results: RunResults = { model: null, holdOut: [], outOfFold: [] }

  constructor(options: TrainingRunOptions) {
    this.#options = options
  }

  /** Trains what is not yet trained. Throws as `trainModel`. */
  async finish(): Promise<RunResults & { readonly model: Sha256 }> {
    const { plan } = this.#options
    const resumed = await this.#resumed()
    if (resumed) this.#results = resumed.results
    const timeLeft = new TimeLeft(this.#stepsToDo(resumed), this.#options.now)
    for (let index = resumed?.fit ?? 0; index < plan.fits.length; index++) {
      const fit = plan.fits[index] as Fit
      const state = index === resumed?.fit ? resumed.state : null
      await this.#runFit(fit, index, state ?? this.#startOf(fit), timeLeft)
      await this.#save(index + 1, null)
    }
    const { model } = this.#results
    if (!model) throw new AppError('internal', 'The run ended without a model.')
    return { ...this.#results, model }
  }

  async #resumed(): Promise<RunCheckpoint | null> {
    const { checkpoint, blobs, plan } = this.#options
    return checkpoint ? decodeRunCheckpoint(await blobs.read(checkpoint), plan.fingerprint) : null
  }

  #stepsToDo(resumed: RunCheckpoint | null): number {
    const { plan, recipe } = this.#options
    const steps = plan.fits.map((fit) => stepsPerEpoch(fit, recipe))
    const first = resumed?.fit ?? 0
    const all = steps.slice(first).reduce((sum, ofFit) => sum + ofFit * recipe.epochs, 0)
    return all - (steps[first] ?? 0) * (resumed?.state?.epochsDone ?? 0)
  }

  #startOf(fit: Fit): FitState {
    const { network, recipe, parent } = this.#options
    const initial = startingParameters(network, seedOf(recipe.seed, 'start', fit.name))
    const parameters = parent && fit.fold === 0 ? parametersFrom(parent, network, initial) : initial
    return { epochsDone: 0, parameters, optimizer: null }
  }

  async #runFit(fit: Fit, index: number, start: FitState, timeLeft: TimeLeft): Promise<void> {
    const { recipe, network, runtime, cache, now, signal, onEvent } = this.#options
    const stage = fit.fold === 0 ? 'epoch' : fit.name
    let done = start.epochsDone
    const tell = () => {
      const secondsLeft = timeLeft.seconds()
      onEvent({ kind: 'progress', fit: fit.name, stage, done, total: recipe.epochs, secondsLeft })
    }
    tell()
    const context = { recipe, network, runtime, cache, now, signal }
    const parameters = await trainFit(
      {
        ...context,
        onStep: () => {
          timeLeft.step()
          tell()
        },
        onEpoch: (epoch) => {
          done = epoch.epoch
          onEvent({ kind: 'epoch', fit: fit.name, epoch })
          tell()
        },
        onEpochEnd: (state) => this.#save(index, state),
      },
      fit,
      start,
    )
    await this.#conclude(fit, parameters)
  }

  /** Predicts what the fit never saw, and keeps the main fit's model. */
  async #conclude(fit: Fit, parameters: TensorMap): Promise<void> {
    const { network, runtime, cache, blobs, signal } = this.#options
    const bytes = encodeTrained(network, parameters)
    const classifier = await openClassifier(runtime, bytes, { batch: predictionBatch })
    try {
      const predictions = await predict(classifier, cache, fit.predict, { batch: predictionBatch, signal })
      if (fit.fold === 0) {
        this.#results = { ...this.#results, model: await blobs.put(bytes), holdOut: predictions }
      } else {
        const ofFold = predictions.map((prediction) => ({ ...prediction, fold: fit.fold }))
        this.#results = { ...this.#results, outOfFold: [...this.#results.outOfFold, ...ofFold] }
      }
    } finally {
      await classifier.close()
    }
  }

  async #save(fit: number, state: FitState | null): Promise<void> {
    const { plan, blobs, onEvent } = this.#options
    const results = this.#results
    const bytes = encodeRunCheckpoint({ fingerprint: plan.fingerprint, fit, state, results })
    onEvent({ kind: 'checkpoint', blob: await blobs.put(bytes) })
  }
}
