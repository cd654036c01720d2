import { z } from 'zod'
import { roundVerdictSchema } from '#shared/contract/verdicts.ts'
import { type ModelId, modelIdSchema, type Sha256 } from '#shared/ids.ts'
import { type Recipe, recipeSchema, runtimeKindSchema } from '#shared/recipe.ts'
import { standings } from '#statistics/dynamics/standing.ts'
import type { LearntLabel } from '#store/dynamics.ts'
import type { ModelRow } from '#store/models.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import type { TaskResult, TrainEvent } from '../../compute/protocol.ts'
import type { Job, JobContext } from '../../job.ts'
import { lockedGroups } from '../../provenance/group-keys.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'
import { noteCopies } from '../../provenance/note-copies.ts'
import { pseudoPhotographs, settleSnapshot, snapshotPhotographs, takeSnapshot } from '../../provenance/snapshot.ts'
import type { TrainingItem } from '../../provenance/training-set.ts'
import { rankAll } from '../../suspicion/rank.ts'
import { recheckAndRank } from '../../suspicion/recheck-and-rank.ts'
import { fitBatch } from './fit-batch.ts'
import { keepFolds } from './keep-folds.ts'
import { passGate } from './pass-gate.ts'
import { foldsMayGoOnFrom, startingModel } from './starting-model.ts'
import { usualStart } from './usual-start.ts'

export const trainJobRequestSchema = z.object({
  recipe: recipeSchema,
  runtime: runtimeKindSchema,
  /** The model whose labels a student learns from besides; null for a run without a teacher. */
  teacher: modelIdSchema.nullable().default(null),
  /** The model that the run goes on from, null for none, and whether its folds do, too; left out until it is first begun.
   *  Another may be the current one by the time it is resumed. */
  parent: z.object({ model: modelIdSchema.nullable(), forFolds: z.boolean() }).optional(),
})
export const trainedSchema = z
  .object({
    model: modelIdSchema,
    /** Whether it is in use now, and why; left out of a student, whose round is judged, and of runs before there was a gate. */
    gate: z.object({ verdict: roundVerdictSchema, reason: z.string() }).optional(),
  })
  .nullable()
type TrainJobRequest = z.infer<typeof trainJobRequestSchema>

/** Learns from a snapshot of the current grades: a candidate model with its out-of-fold predictions, which the gate puts in use
 *  where it is surely better than the model that is. */
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
  // Photographs may have been imported meanwhile.
  recheckAndRank(store)
  rankAll(store, model)
  context.changes.publish({ kind: 'models' })
  if (request.teacher !== null) return { model }
  const { verdict, reason } = await passGate(model, context)
  context.changes.publish({ kind: 'models' })
  return { model, gate: { verdict, reason } }
}

async function trainAnew(asked: TrainJobRequest, context: JobContext): Promise<ModelId> {
  const { store, compute, run, signal } = context
  const request = withParent(asked, context)
  const { teacher } = request
  const { forFolds: foldsFromParent } = request.parent
  const parent = request.parent.model === null ? null : store.models.get(request.parent.model)
  let { recipe } = request
  const { kind: runtime } = await context.runtimes.resolve(request.runtime, signal)
  if (recipe.batchToFit) {
    recipe = await fitBatch(
      recipe,
      { runtime, parent: parent && { model: parent.blob, blobsFolder: store.blobs.folder } },
      context,
    )
    store.runs.setRequest(run, { ...request, recipe })
  }
  const row = store.runs.get(run)
  noteCopies(store)
  const snapshot = row.snapshot ?? takeSnapshot(store, recipe, run, context.now().toISOString())
  // What it locked away is shown blind from now on.
  if (row.snapshot === null) context.changes.publish({ kind: 'photographs' })
  const items = snapshotPhotographs(store, snapshot)
  const pseudo = teacher === null ? null : pseudoPhotographs(store, snapshot)
  const result = await compute.run(
    'train',
    {
      photographs: items.map(({ image: _, part: __, ...photograph }) => photograph),
      pseudo,
      lockedGroups: lockedGroups(store),
      recipe,
      runtime,
      parent: parent?.blob ?? null,
      foldsFromParent,
      checkpoint: row.checkpoint,
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads: context.threads,
    },
    { signal, onEvent: (event) => note(event, context) },
  )
  const foldsFrom = foldsFromParent ? (parent?.id ?? null) : null
  const made = { recipe, snapshot, start: parent?.id ?? null, foldsFrom, teacher, pseudoLabels: pseudo?.length }
  return keep(result, items, made, context)
}

/** The request with the model that the run goes on from: the same one, however often it is resumed. */
function withParent({ parent, ...request }: TrainJobRequest, { store, run }: JobContext) {
  if (parent) return { ...request, parent }
  const usual = request.teacher === null ? usualStart(store, request.recipe) : store.models.get(request.teacher)
  const found = startingModel(request.recipe, usual, store.models)
  const forFolds = found !== null && mayFoldsGoOn(request.recipe, found, store)
  const decided = { ...request, parent: { model: found?.id ?? null, forFolds } }
  store.runs.setRequest(run, decided)
  return decided
}

/** Heads were asked for knowing what they go on from: a model of the project that never learnt from its photographs will do. */
function mayFoldsGoOn({ foldsBy }: Recipe, found: ModelRow, store: JobContext['store']): boolean {
  const learnt = learntGroups(store, found)
  return foldsBy === 'heads' ? learnt.size === 0 : foldsMayGoOnFrom(found, learnt)
}

/** In the log: a photograph that a run could not read. */
export const leftOutEvent = 'training.left-out'

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
      moveCheckpoint(event.checkpoint, { store, run }, () => store.runs.addMetrics(run, event.fit, event.epoch, at))
      break
    case 'checkpoint':
      moveCheckpoint(event.checkpoint, { store, run })
      break
    case 'unreadable':
      store.events.append({
        at,
        who: 'workstation',
        what: leftOutEvent,
        details: { run, hash: event.hash, reason: event.reason },
      })
      break
  }
}

/** Only the last checkpoint is worth its hundreds of megabytes, and none once the run is done. `besides`: what is kept
 *  together with it or not at all. */
function moveCheckpoint(
  next: Sha256 | null,
  { store, run }: Pick<JobContext, 'store' | 'run'>,
  besides: () => void = () => {},
): void {
  const before = store.transaction(() => {
    besides()
    return store.runs.setCheckpoint(run, next)
  })
  if (before) void store.blobs.remove(before)
}

/** Of every photograph with the bytes, also under another name. */
function learntLabels(
  traces: TaskResult<'train'>['traces'],
  images: ReadonlyMap<Sha256, readonly TrainingItem[]>,
): LearntLabel[] {
  const standing = standings(
    traces.map(({ margin }) => margin),
    traces.map(({ label }) => label),
  )
  return traces.flatMap(({ hash, ...trace }, index) =>
    (images.get(hash) ?? []).map(({ image }) => ({ ...trace, image, standing: standing[index] as number })),
  )
}

/** The candidate model and what its fits said of photographs they never saw, in one transaction. */
function keep(
  result: TaskResult<'train'>,
  items: readonly TrainingItem[],
  made: {
    recipe: TrainJobRequest['recipe']
    snapshot: SnapshotId
    /** The model that the main fit went on from. */
    start: ModelId | null
    /** That folds went on from. */
    foldsFrom: ModelId | null
    /** Both of a student only. */
    teacher: ModelId | null
    pseudoLabels: number | undefined
  },
  { store, run, now }: JobContext,
): ModelId {
  const images = new Map<Sha256, TrainingItem[]>()
  for (const item of items) images.set(item.hash, [...(images.get(item.hash) ?? []), item])
  const { start, teacher } = made
  const parent = teacher ?? start
  // What the main fit goes on from may have learnt from what it holds out; what folds go on from has not.
  const behind = [parent, start].filter((id) => id !== null)
  const learnt = new Set(behind.flatMap((id) => [...learntGroups(store, store.models.get(id))]))
  const spread = ({ hash, ...said }: TaskResult<'train'>['holdOut'][number], fold: number | null) =>
    (images.get(hash) ?? []).map(({ image, group }) => {
      return { ...said, image, outOfFold: fold !== null || !learnt.has(group), fold }
    })
  const at = now().toISOString()
  const name = `${made.recipe.name} ${run}`
  const gone = new Set<string>(result.leftOut)
  const photographs = items.filter(({ hash }) => !gone.has(hash)).length
  const card = { recipe: made.recipe, parameters: result.parameters, photographs, leftOut: gone.size }
  return store.transaction(() => {
    settleSnapshot(store, made.snapshot, result)
    // Before the main model, which is the newest candidate then.
    const ensemble = keepFolds(
      store,
      { result, name, snapshot: made.snapshot, parent: made.foldsFrom, card, spread },
      at,
    )
    const model = store.models.add(
      {
        ...{ name, architecture: result.architecture, head: result.head, blob: result.model },
        ...{ parent, run, snapshot: made.snapshot },
        card: {
          ...card,
          ...(made.pseudoLabels !== undefined && { pseudoLabels: made.pseudoLabels }),
          ...(start !== null && start !== parent && { startedFrom: start }),
          foldsAlike: start === made.foldsFrom,
        },
        // A student is nobody's choice before its round is judged.
        status: made.pseudoLabels === undefined ? 'candidate' : 'retired',
      },
      at,
    )
    const predictions = [
      ...result.holdOut.flatMap((prediction) => spread(prediction, null)),
      ...result.outOfFold.flatMap((prediction) => spread(prediction, prediction.fold)),
    ]
    store.predictions.put(model, predictions, at)
    store.dynamics.put(model, learntLabels(result.traces, images))
    const embeddings = result.embeddings.flatMap(({ hash, vector }) =>
      (images.get(hash) ?? []).map(({ image }) => ({ image, vector })),
    )
    store.embeddings.put(model, embeddings)
    store.events.append({ at, who: 'workstation', what: 'training.done', details: { run, model, ensemble } })
    return model
  })
}
