import { openClassifier } from '#nn/classifier.ts'
import { AppError } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Fit } from '../../data/run-plan.ts'
import { seedOf } from '../../data/seeds.ts'
import { predict, predictionBatch } from '../../inference/predict.ts'
import { tunedThresholds } from '../../judgement/tuned-thresholds.ts'
import { encodeTrained, parametersFrom } from '../../models/model-file.ts'
import { startingParameters } from '../../models/starting-parameters.ts'
import { pseudoShare } from '../../noisy-student/pseudo-share.ts'
import { stepsPerEpoch } from '../fit/epoch-requests.ts'
import type { FitState } from '../fit/fit-state.ts'
import { type TrainedFit, trainFit } from '../fit/fit-training.ts'
import { fitHeads } from './head-folds.ts'
import { decodeRunCheckpoint, encodeRunCheckpoint, type RunCheckpoint, type RunResults } from './run-checkpoint.ts'
import { TimeLeft } from './time-left.ts'
import type { TrainingRunOptions } from './training-run-options.ts'

const usualCheckpointEveryMs = 5 * 60_000

/** The fits of one plan, one after another, from the start or from a checkpoint. */
export class TrainingRun {
  readonly #options: TrainingRunOptions
  #keptAt: number
  #results: RunResults

  constructor(options: TrainingRunOptions) {
    this.#options = options
    this.#results = {
      model: null,
      history: null,
      holdOut: [],
      traces: [],
      outOfFold: [],
      folds: [],
      leftOut: [...options.unreadable],
    }
    this.#keptAt = options.now()
  }

  /** Trains what is not yet trained. Throws as `trainModel`. */
  async finish(): Promise<RunResults & { readonly model: Sha256 }> {
    const { plan } = this.#options
    const resumed = await this.#resumed()
    if (resumed) this.#results = { ...resumed.results, leftOut: this.#neverRead(resumed.results) }
    // There is a state to go on from before there is anything to lose.
    else await this.#tellCheckpoint(0, null)
    const timeLeft = new TimeLeft(this.#stepsToDo(resumed), this.#options.now)
    for (let index = resumed?.fit ?? 0; index < this.#fits.length; index++) {
      const fit = this.#fits[index] as Fit
      const state = index === resumed?.fit ? resumed.state : null
      await this.#runFit(fit, index, state ?? this.#startOf(fit), timeLeft)
      await this.#tellCheckpoint(index + 1, null)
    }
    if (this.#fits.length < plan.fits.length && (resumed?.fit ?? 0) < plan.fits.length) await this.#fitHeads()
    const { model } = this.#results
    if (!model) throw new AppError('internal', 'The run ended without a model.')
    return { ...this.#results, model }
  }

  /** What is gone now may have been learnt from before, and what is back now will be. */
  #neverRead({ leftOut }: RunResults): string[] {
    const gone = new Set(this.#options.unreadable)
    return leftOut.filter((hash) => gone.has(hash))
  }

  async #resumed(): Promise<RunCheckpoint | null> {
    const { checkpoint, blobs, plan } = this.#options
    return checkpoint ? decodeRunCheckpoint(await blobs.read(checkpoint), plan.fingerprint) : null
  }

  /** All but folds that are heads, which have a way of their own. */
  get #fits(): readonly Fit[] {
    const { plan, recipe } = this.#options
    return recipe.foldsBy === 'heads' ? plan.fits.slice(0, 1) : plan.fits
  }

  async #fitHeads(): Promise<void> {
    const { parent, plan } = this.#options
    if (!parent) throw new AppError('internal', 'Heads were to be fitted on the features of no model.')
    this.#results = { ...this.#results, ...(await fitHeads({ ...this.#options, parent })) }
    await this.#tellCheckpoint(plan.fits.length, null)
  }

  #stepsToDo(resumed: RunCheckpoint | null): number {
    const { recipe } = this.#options
    const first = resumed?.fit ?? 0
    const steps = this.#fits
      .slice(first)
      .reduce((sum, fit) => sum + stepsPerEpoch(fit, recipe) * this.#epochsOf(fit), 0)
    const under = this.#fits[first]
    if (!under) return 0
    const { epochsDone, underWay } = resumed?.state ?? { epochsDone: 0, underWay: null }
    return steps - stepsPerEpoch(under, recipe) * epochsDone - (underWay?.steps ?? 0)
  }

  /** Folds train for as many epochs as the main fit found best. */
  #epochsOf(fit: Fit): number {
    const { recipe } = this.#options
    return fit.fold === 0 ? recipe.epochs : (this.#results.history?.length ?? recipe.epochs)
  }

  /** Whether the fit goes on from the parent. Folds do not where the parent was trained on their photographs. */
  #pretrained(fit: Fit): boolean {
    const { parent, foldsFromParent } = this.#options
    return parent !== null && (fit.fold === 0 || foldsFromParent)
  }

  #startOf(fit: Fit): FitState {
    const { atSize, recipe, parent } = this.#options
    const { network } = atSize(recipe.size)
    const initial = startingParameters(network, seedOf(recipe.seed, 'start', fit.name))
    const parameters = parent && this.#pretrained(fit) ? parametersFrom(parent, network, initial) : initial
    return { epochsDone: 0, underWay: null, parameters, optimizer: null, history: [], traces: null, best: null }
  }

  async #runFit(fit: Fit, index: number, start: FitState, timeLeft: TimeLeft): Promise<void> {
    const { recipe, runtime, atSize, batches, now, signal, onEvent } = this.#options
    const { checkpointEveryMs = usualCheckpointEveryMs } = this.#options
    const stage = fit.fold === 0 ? 'epoch' : fit.name
    const total = this.#epochsOf(fit)
    const share = fit.pseudo && { pseudoShare: pseudoShare(fit.train.length, fit.pseudo.length, recipe) }
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
        onStep: async (state) => {
          timeLeft.step()
          tell()
          if (now() - this.#keptAt >= checkpointEveryMs) await this.#tellCheckpoint(index, state())
        },
        onEpochEnd: async (epoch, state) => {
          const checkpoint = await this.#keep(index, state)
          done = epoch.epoch
          onEvent({ kind: 'epoch', fit: fit.name, epoch: { ...epoch, ...share }, checkpoint })
          tell()
        },
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
    const { recipe } = this.#options
    timeLeft.skip(stepsPerEpoch(fit, recipe) * (recipe.epochs - done))
    const spared = recipe.epochs - trained.history.length
    for (const fold of this.#fits.slice(1)) timeLeft.skip(stepsPerEpoch(fold, recipe) * spared)
  }

  /** Predicts what the fit never saw, and keeps its model where that is wanted. */
  async #conclude(fit: Fit, { parameters, history, traces }: TrainedFit): Promise<void> {
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
        this.#results = { ...this.#results, model, history: [...history], holdOut: predictions, traces: [...traces] }
      } else {
        const ofFold = predictions.map((prediction) => ({ ...prediction, fold: fit.fold }))
        const { outOfFold, folds } = this.#results
        this.#results = { ...this.#results, outOfFold: [...outOfFold, ...ofFold] }
        if (recipe.keepFolds) {
          const holdOut = await predict(classifier, cache, this.#options.plan.fits[0]?.predict ?? [], grading)
          const kept = { fold: fit.fold, model: await blobs.put(bytes), holdOut }
          this.#results = { ...this.#results, folds: [...folds, kept] }
        }
      }
    } finally {
      await classifier.close()
    }
  }

  async #tellCheckpoint(fit: number, state: FitState | null): Promise<void> {
    this.#options.onEvent({ kind: 'checkpoint', checkpoint: await this.#keep(fit, state) })
  }

  async #keep(fit: number, state: FitState | null): Promise<Sha256> {
    const { plan, blobs, now } = this.#options
    const results = this.#results
    const kept = await blobs.put(encodeRunCheckpoint({ fingerprint: plan.fingerprint, fit, state, results }))
    this.#keptAt = now()
    return kept
  }
}
