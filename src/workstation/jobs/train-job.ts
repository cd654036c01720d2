import { z } from 'zod'
import { type ModelId, modelIdSchema, type Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { recipeSchema, runtimeKindSchema } from '#shared/recipe.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import type { TaskResult, TrainEvent } from '../compute/protocol.ts'
import { rankAll } from '../suspicion/rank.ts'
import { fitBatch } from './fit-batch.ts'
import type { Job, JobContext } from './job.ts'
import { learntGroups } from './score-photographs.ts'
import { pseudoPhotographs, snapshotPhotographs, takeSnapshot } from './snapshot.ts'
import { startingModel } from './starting-model.ts'
import { lockedGroups, type TrainingItem } from './training-set.ts'

export const trainJobRequestSchema = z.object({
  recipe: recipeSchema,
  runtime: runtimeKindSchema,
  /** The model whose labels a student learns from besides; null for a run without a teacher. */
  teacher: modelIdSchema.nullable().default(null),
})
export const trainedSchema = z.object({ model: modelIdSchema }).nullable()
type TrainJobRequest = z.infer<typeof trainJobRequestSchema>

/** Learns from a snapshot of the current grades: a candidate model, its out-of-fold predictions and a new order. */
export const trainJob: Job = {
  kind: 'train',
  resumable: true,
  execute: async (request, context) => await train(trainJobRequestSchema.parse(request), context),
}

async function train(request: TrainJobRequest, context: JobContext) {
  const { store } = context
  // A run that was stopped after it had made its model makes no second one.
  const model = store.models.ofRun(context.run)?.id ?? (await trainAnew(request, context))
  moveCheckpoint(null, context)
  rankAll(store, model)
  context.changes.publish({ kind: 'models' })
  return { model }
}

async function trainAnew(request: TrainJobRequest, context: JobContext): Promise<ModelId> {
  const { teacher } = request
  let { recipe } = request
  const { store, compute, run, signal } = context
  const current = teacher === null ? store.models.current() : store.models.get(teacher)
  const parent = startingModel(recipe, current)
  const { kind: runtime } = await context.runtimes.resolve(request.runtime)
  if (recipe.batchToFit) {
    recipe = await fitBatch(
      recipe,
      { runtime, parent: parent && { model: parent.blob, blobsFolder: store.blobs.folder } },
      context,
    )
    store.runs.setRequest(run, { ...request, recipe })
  }
  const row = store.runs.get(run)
  const snapshot = row.snapshot ?? takeSnapshot(store, recipe, run, context.now().toISOString())
  const items = snapshotPhotographs(store, snapshot)
  const pseudo = teacher === null ? null : pseudoPhotographs(store, snapshot)
  const result = await compute.run(
    'train',
    {
      photographs: items.map(({ hash, path, group, grade, origin }) => ({ hash, path, group, grade, origin })),
      pseudo,
      lockedGroups: lockedGroups(store),
      recipe,
      runtime,
      parent: parent?.blob ?? null,
      checkpoint: row.checkpoint,
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads: context.threads,
    },
    { signal, onEvent: (event) => note(event, context) },
  )
  const made = { recipe, snapshot, parent: teacher ?? parent?.id ?? null, pseudoLabels: pseudo?.length }
  return keep(result, items, made, context)
}

function note(event: TrainEvent, { store, run, report, now }: JobContext): void {
  const at = now().toISOString()
  switch (event.kind) {
    case 'progress':
      report(event)
      break
    case 'device':
      store.runs.setRuntime(run, event.runtime, event.device)
      break
    case 'epoch':
      store.runs.addMetrics(run, event.fit, event.epoch, at)
      break
    case 'checkpoint':
      moveCheckpoint(event.blob, { store, run })
      break
    case 'unreadable':
      store.events.append({
        at,
        who: 'workstation',
        what: 'training.left-out',
        details: { run, hash: event.hash, reason: event.reason },
      })
      break
  }
}

/** Only the last checkpoint is worth its hundreds of megabytes, and none once the run is done. */
function moveCheckpoint(next: Sha256 | null, { store, run }: Pick<JobContext, 'store' | 'run'>): void {
  const before = store.runs.setCheckpoint(run, next)
  if (before) void store.blobs.remove(before)
}

/** The candidate model and what its fits said of photographs they never saw, in one transaction. */
function keep(
  result: TaskResult<'train'>,
  items: readonly TrainingItem[],
  made: {
    recipe: TrainJobRequest['recipe']
    snapshot: SnapshotId
    parent: ModelId | null
    /** A student's. */
    pseudoLabels: number | undefined
  },
  { store, run, now }: JobContext,
): ModelId {
  const images = new Map<Sha256, TrainingItem[]>()
  for (const item of items) images.set(item.hash, [...(images.get(item.hash) ?? []), item])
  // Folds start from scratch; what the main fit goes on from may have learnt from what it holds out.
  const learnt = made.parent === null ? new Set() : learntGroups(store, store.models.get(made.parent))
  const spread = (hash: Sha256, fold: number | null, probabilities: GradeProbabilities) =>
    (images.get(hash) ?? []).map(({ image, group }) => {
      return { image, outOfFold: fold !== null || !learnt.has(group), fold, probabilities }
    })
  const at = now().toISOString()
  return store.transaction(() => {
    const model = store.models.add(
      {
        name: `${made.recipe.name} ${run}`,
        architecture: result.architecture,
        head: result.head,
        blob: result.model,
        parent: made.parent,
        run,
        snapshot: made.snapshot,
        card: {
          recipe: made.recipe,
          parameters: result.parameters,
          photographs: items.length,
          ...(made.pseudoLabels !== undefined && { pseudoLabels: made.pseudoLabels }),
        },
        // A student is nobody's choice before its round is judged.
        status: made.pseudoLabels === undefined ? 'candidate' : 'retired',
      },
      at,
    )
    const predictions = [
      ...result.holdOut.flatMap(({ hash, probabilities }) => spread(hash, null, probabilities)),
      ...result.outOfFold.flatMap(({ hash, fold, probabilities }) => spread(hash, fold, probabilities)),
    ]
    store.predictions.put(model, predictions, at)
    store.events.append({ at, who: 'workstation', what: 'training.done', details: { run, model } })
    return model
  })
}
