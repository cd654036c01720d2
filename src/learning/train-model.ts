import { createHash } from 'node:crypto'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { summarise } from '#nn/summary.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'
import { BatchThreads, batchThreadCount } from './batch-threads.ts'
import { type Sample, samplesOf, type TrainingPhotograph } from './dataset.ts'
import { type HoldOutJudgement, judgeHoldOut } from './judgement.ts'
import { type PseudoPhotograph, pseudoSample, studentPlan } from './noisy-student/student-plan.ts'
import { openPreparedCache } from './photograph-preparation.ts'
import type { Prediction } from './predict.ts'
import { type PreparedCache, prepareAll } from './prepared-cache.ts'
import { networkOf } from './recipe-network.ts'
import { type Membership, planRun } from './run-plan.ts'
import type { TrainingEvent } from './training-event.ts'
import { type BlobStore, TrainingRun } from './training-run.ts'

export interface TrainRequest {
  readonly photographs: readonly TrainingPhotograph[]
  /** Groups that earlier models were judged on; drawn where none of them is among the photographs. */
  readonly lockedGroups: readonly string[]
  /** What a teacher said of photographs, for a student of it; null or left out for a run without a teacher. */
  readonly pseudo?: readonly PseudoPhotograph[] | null | undefined
  readonly recipe: Recipe
  readonly runtime: RuntimeKind
  /** Model file to go on from, for a recipe that starts from the current model. */
  readonly parent?: { readonly bytes: Uint8Array } | undefined
  readonly cacheFolder: string
  readonly blobs: BlobStore
  /** Where an interrupted run of the same request goes on. */
  readonly checkpoint?: Sha256 | undefined
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
  readonly holdOut: readonly Prediction[]
  readonly outOfFold: readonly (Prediction & { readonly fold: number })[]
  readonly judgement: HoldOutJudgement
}

export interface TrainOptions {
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: TrainingEvent) => void
}

/** Trains a model, and one more fit for every fold, so that each graded photograph has probabilities from a fit that
 *  never saw it: those in the hold-out from the main fit, all others from their fold's. The main fit goes on from the parent
 *  where the recipe says so; folds always start from scratch, because the parent was trained on their photographs.
 *  The same request gives the same model bytes on the CPU, however often it was interrupted. Throws
 *  `AppError('too_few_photographs' | 'recipe_invalid' | 'cancelled' | 'conflict' | 'compute_failed')`. */
export async function trainModel(request: TrainRequest, options: TrainOptions): Promise<TrainedModel> {
  const { recipe } = request
  const parent = recipe.start === 'current' ? (request.parent?.bytes ?? null) : null
  const network = networkOf(recipe, parent)
  const { enhancement } = recipe
  const placeAt = (size: number) => ({ folder: request.cacheFolder, size, enhancement })
  const cache = openPreparedCache(placeAt(recipe.size))
  const pseudo = request.pseudo?.map(pseudoSample) ?? []
  const labelled = samplesOf(request.photographs)
  const usable = new Set(await prepareSamples([...labelled, ...pseudo], request, cache, options))
  const parentHash = parent && createHash('sha256').update(parent).digest('hex')
  const ofLabels = planRun(
    labelled.filter((sample) => usable.has(sample)),
    recipe,
    request.lockedGroups,
    parentHash,
  )
  const plan = request.pseudo
    ? studentPlan(
        ofLabels,
        pseudo.filter((sample) => usable.has(sample)),
        recipe,
        request.lockedGroups,
      )
    : ofLabels
  const runtime = await openRuntime(request.runtime, { threads: request.threads })
  const batches = new BatchThreads(batchThreadCount(request.threads))
  try {
    options.onEvent({ kind: 'device', runtime: runtime.kind, device: runtime.device })
    const run = new TrainingRun({
      ...{ recipe, runtime, batches, plan, parent },
      atSize: (size) =>
        size === recipe.size
          ? { network, cache }
          : { network: networkOf({ ...recipe, size }, parent), cache: openPreparedCache(placeAt(size)) },
      ...{ blobs: request.blobs, checkpoint: request.checkpoint, now: request.now },
      ...options,
    })
    const { model, holdOut, outOfFold } = await run.finish()
    return {
      model,
      architecture: network.architecture,
      head: network.head,
      parameters: summarise(network).parameters,
      parts: plan.memberships,
      holdOut,
      outOfFold,
      judgement: judgeHoldOut(plan.fits[0]?.predict ?? [], holdOut, recipe.seed),
    }
  } finally {
    await batches.close()
    await runtime.close()
  }
}

async function prepareSamples(
  samples: readonly Sample[],
  { threads }: TrainRequest,
  cache: PreparedCache,
  { signal, onEvent }: TrainOptions,
): Promise<Sample[]> {
  return await prepareAll(cache, samples, {
    workers: threads,
    signal,
    onProgress: (progress) => onEvent({ kind: 'progress', fit: 'main', ...progress, secondsLeft: null }),
    onUnreadable: ({ hash }, reason) => onEvent({ kind: 'unreadable', hash, reason }),
  })
}
