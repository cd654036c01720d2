import { openClassifier } from '#nn/classifier.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { AppError } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { BatchThreads } from './batch-threads.ts'
import { stepsPerEpoch } from './epoch-requests.ts'
import type { FitState } from './fit-state.ts'
import { type Sized, type TrainedFit, trainFit } from './fit-training.ts'
import { encodeTrained, parametersFrom } from './model-file.ts'
import { predict } from './predict.ts'
import { decodeRunCheckpoint, encodeRunCheckpoint, type RunCheckpoint, type RunResults } from './run-checkpoint.ts'
import type { Fit, RunPlan } from './run-plan.ts'
import { seedOf } from './seeds.ts'
import { startingParameters } from './starting-parameters.ts'
import { TimeLeft } from './time-left.ts'
import type { TrainingEvent } from './training-event.ts'
import { tunedThresholds } from './tuned-thresholds.ts'
import { predictionBatch } from './validation.ts'

/** Files named by their SHA-256. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<Sha256>
  read(sha256: Sha256): Promise<Uint8Array>
}

export interface TrainingRunOptions {
  readonly recipe: Recipe
  readonly runtime: Runtime
  /** The recipe's network and the photographs, by their side in pixels. */
  readonly atSize: (size: number) => Sized
  readonly batches: Pick<BatchThreads, 'inOrder'>
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
  #results: RunResults = { model: null, history: null, holdOut: [], outOfFold: [] }

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
    const first = resumed?.fit ?? 0
    const steps = plan.fits.slice(first).reduce((sum, fit) => sum + stepsPerEpoch(fit, recipe) * this.#epochsOf(fit), 0)
    const under = plan.fits[first]
    return under ? steps - stepsPerEpoch(under, recipe) * (resumed?.state?.epochsDone ?? 0) : 0
  }

  /** Folds train for as many epochs as the main fit found best. */
  #epochsOf(fit: Fit): number {
    const { recipe } = this.#options
    return fit.fold === 0 ? recipe.epochs : (this.#results.history?.length ?? recipe.epochs)
  }

  /** Whether the fit goes on from the parent. Folds never do: the parent was trained on their photographs. */
  #pretrained(fit: Fit): boolean {
    return this.#options.parent !== null && fit.fold === 0
  }

  #startOf(fit: Fit): FitState {
    const { atSize, recipe, parent } = this.#options
    const { network } = atSize(recipe.size)
    const initial = startingParameters(network, seedOf(recipe.seed, 'start', fit.name))
    const parameters = parent && this.#pretrained(fit) ? parametersFrom(parent, network, initial) : initial
    return { epochsDone: 0, parameters, optimizer: null, history: [], best: null }
  }

  async #runFit(fit: Fit, index: number, start: FitState, timeLeft: TimeLeft): Promise<void> {
    const { recipe, runtime, atSize, batches, now, signal, onEvent } = this.#options
    const stage = fit.fold === 0 ? 'epoch' : fit.name
    const total = this.#epochsOf(fit)
    let done = start.epochsDone
    const tell = () => {
      onEvent({ kind: 'progress', fit: fit.name, stage, done, total, secondsLeft: timeLeft.seconds() })
    }
    tell()
    const trained = await trainFit(
      {
        ...{ recipe, runtime, atSize, batches, now, signal },
        pretrained: this.#pretrained(fit),
        watched: fit.fold === 0 ? null : this.#results.history,
        onPartial: () =>
          onEvent({
            kind: 'device',
            runtime: runtime.kind,
            device: `${runtime.device}, part of each step on the processor`,
          }),
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
    if (done < total) this.#stoppedEarly(fit, { trained, done, timeLeft })
    done = total
    tell()
    await this.#conclude(fit, trained)
  }

  /** What the fit, and the folds that go by it, do not need any more. */
  #stoppedEarly(
    fit: Fit,
    { trained, done, timeLeft }: { trained: TrainedFit; done: number; timeLeft: TimeLeft },
  ): void {
    const { plan, recipe } = this.#options
    timeLeft.skip(stepsPerEpoch(fit, recipe) * (recipe.epochs - done))
    const spared = recipe.epochs - trained.history.length
    for (const fold of plan.fits.filter((one) => one.fold > 0)) timeLeft.skip(stepsPerEpoch(fold, recipe) * spared)
  }

  /** Predicts what the fit never saw, and keeps the main fit's model. */
  async #conclude(fit: Fit, { parameters, history }: TrainedFit): Promise<void> {
    const { recipe, runtime, atSize, blobs, signal } = this.#options
    const { network, cache } = atSize(recipe.size)
    const { enhancement, testTimeAugmentation } = recipe
    let bytes = encodeTrained(network, parameters, { enhancement, testTimeAugmentation })
    // Folds keep even thresholds: tuned on the main fit's photographs, they would know labels they are to judge.
    if (network.head === 'regression' && fit.validation.length > 0) {
      const thresholds = await tunedThresholds({ model: bytes, runtime, cache, samples: fit.validation, signal })
      bytes = encodeTrained(network, parameters, { enhancement, testTimeAugmentation, thresholds })
    }
    const classifier = await openClassifier(runtime, bytes, { batch: predictionBatch })
    try {
      const grading = { batch: predictionBatch, signal, testTimeAugmentation }
      const predictions = await predict(classifier, cache, fit.predict, grading)
      if (fit.fold === 0) {
        const model = await blobs.put(bytes)
        this.#results = { ...this.#results, model, history: [...history], holdOut: predictions }
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
