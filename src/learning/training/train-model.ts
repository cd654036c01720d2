import { createHash } from 'node:crypto'
import { splitHead } from '#nn/head-split.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { summarise } from '#nn/summary.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'
import { BatchThreads, batchThreadCount } from '../data/batch-threads.ts'
import { samplesOf, type TrainingPhotograph } from '../data/dataset.ts'
import { openPreparedCache } from '../data/photograph-preparation.ts'
import { type Membership, planRun, readablePart } from '../data/run-plan.ts'
import { type Embedding, embed } from '../inference/embeddings.ts'
import type { Prediction } from '../inference/predict.ts'
import { type HoldOutJudgement, judgeHoldOut } from '../judgement/judgement.ts'
import { parametersFrom } from '../models/model-file.ts'
import { type PseudoPhotograph, pseudoSample, studentPlan } from '../noisy-student/student-plan.ts'
import { networkOf } from '../recipes/recipe-network.ts'
import type { LabelTrace } from './fit/label-traces.ts'
import { type FoldEnsemble, foldEnsemble } from './fold-ensemble.ts'
import { requireBackbone } from './run/head-folds.ts'
import { TrainingRun } from './run/training-run.ts'
import type { BlobStore } from './run/training-run-options.ts'
import { prepareForRun } from './run-preparation.ts'
import type { TrainOptions } from './train-options.ts'

export interface TrainRequest {
  readonly photographs: readonly TrainingPhotograph[]
  /** Groups that earlier models were judged on; drawn where none of them is among the photographs. */
  readonly lockedGroups: readonly string[]
  /** What a teacher said of photographs, for a student of it; null or left out for a run without a teacher. */
  readonly pseudo?: readonly PseudoPhotograph[] | null | undefined
  readonly recipe: Recipe
  readonly runtime: RuntimeKind
  /** Model file to go on from, for a recipe that does not start from scratch. `forFolds`: whether folds go on from it, too:
   *  it never learnt from the photographs. */
  readonly parent?: { readonly bytes: Uint8Array; readonly forFolds?: boolean } | undefined
  readonly cacheFolder: string
  readonly blobs: BlobStore
  /** Where an interrupted run of the same request goes on. */
  readonly checkpoint?: Sha256 | undefined
  /** As in `TrainingRunOptions`. */
  readonly checkpointEveryMs?: number | undefined
  /** Milliseconds, for speeds and time left only. */
  readonly now: () => number
  readonly threads: number
}

export interface TrainedModel {
  /** The .onnx file, among the blobs. */
  readonly model: Sha256
  readonly architecture: string
  readonly head: string
  readonly parameters: number
  readonly parts: readonly Membership[]
  /** Hashes of photographs that could not be read, with labels or a teacher's: no fit has seen them. */
  readonly leftOut: readonly string[]
  readonly holdOut: readonly Prediction[]
  readonly outOfFold: readonly (Prediction & { readonly fold: number })[]
  /** What the model makes of the photographs that it learnt from or was watched on. */
  readonly embeddings: readonly Embedding[]
  /** How the main fit learnt its labels. */
  readonly traces: readonly LabelTrace[]
  /** Of the folds' models, where the recipe keeps them. */
  readonly ensemble: FoldEnsemble | null
  readonly judgement: HoldOutJudgement
}

/** Trains a model, and one more fit for every fold, so that each graded photograph has probabilities from a fit that
 *  never saw it: those in the hold-out from the main fit, all others from their fold's. The main fit goes on from the parent
 *  where the recipe says so; folds start from scratch, unless the parent cannot have been trained on their photographs; where the
 *  recipe says so, they are heads alone on its features.
 *  The same request gives the same model bytes on the CPU, however often it was interrupted. Throws
 *  `AppError('too_few_photographs' | 'recipe_invalid' | 'cancelled' | 'conflict' | 'diverged' | 'compute_failed')`. */
export async function trainModel(request: TrainRequest, options: TrainOptions): Promise<TrainedModel> {
  const { recipe } = request
  const parent = recipe.start === 'scratch' ? null : (request.parent?.bytes ?? null)
  const foldsFromParent = request.parent?.forFolds ?? false
  requireBackbone(recipe, parent && { forFolds: foldsFromParent })
  const network = networkOf(recipe, parent)
  // Before the main fit rather than after it.
  if (recipe.folds > 0 && recipe.foldsBy === 'heads') splitHead(network)
  const { enhancement } = recipe
  const placeAt = (size: number) => ({ folder: request.cacheFolder, size, enhancement })
  const cache = openPreparedCache(placeAt(recipe.size))
  const pseudo = request.pseudo?.map(pseudoSample) ?? []
  const labelled = samplesOf(request.photographs)
  const parentHash = parent && createHash('sha256').update(parent).digest('hex')
  const beginning = parentHash && (foldsFromParent ? `${parentHash} for folds, too` : parentHash)
  const ofLabels = planRun(labelled, recipe, request.lockedGroups, beginning)
  const whole = request.pseudo ? studentPlan(ofLabels, pseudo, recipe, request.lockedGroups) : ofLabels
  // Pixels of other sizes are read again by the threads that make batches: here they need no memory.
  const cacheAt = (size: number) =>
    size === recipe.size ? cache : openPreparedCache(placeAt(size), { memoryBytes: 0 })
  const { threads } = request
  const readable = await prepareForRun([...labelled, ...pseudo], recipe, { cacheAt, threads }, options)
  const plan = readablePart(whole, readable, recipe)
  const runtime = await openRuntime(request.runtime, { threads: request.threads })
  const batches = new BatchThreads(batchThreadCount(request.threads, runtime.kind))
  try {
    options.onEvent({ kind: 'device', runtime: runtime.kind, device: runtime.device })
    const run = new TrainingRun({
      ...{ recipe, runtime, batches, plan, parent, foldsFromParent },
      unreadable: [...labelled, ...pseudo].map(({ hash }) => hash).filter((hash) => !readable.has(hash)),
      atSize: (size) =>
        size === recipe.size
          ? { network, cache }
          : { network: networkOf({ ...recipe, size }, parent), cache: openPreparedCache(placeAt(size)) },
      ...{ blobs: request.blobs, checkpoint: request.checkpoint, now: request.now },
      checkpointEveryMs: request.checkpointEveryMs,
      ...options,
    })
    const { model, holdOut, outOfFold, traces, folds, leftOut } = await run.finish()
    // The run's own file has every one of them: nothing is taken from elsewhere.
    const parameters = parametersFrom(await request.blobs.read(model), network, new Map())
    const samples = [...(plan.fits[0]?.train ?? []), ...(plan.fits[0]?.validation ?? [])]
    return {
      model,
      architecture: network.architecture,
      head: network.head,
      parameters: summarise(network).parameters,
      ...{ parts: plan.memberships, leftOut },
      holdOut,
      outOfFold,
      traces,
      embeddings: await embed(network, { runtime, parameters, cache, samples, signal: options.signal }),
      ensemble: folds.length > 0 ? await foldEnsemble(folds, request.blobs) : null,
      judgement: judgeHoldOut(plan.fits[0]?.predict ?? [], holdOut, recipe.seed),
    }
  } finally {
    await batches.close()
    await runtime.close()
  }
}
