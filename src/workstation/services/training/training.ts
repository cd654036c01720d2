import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { namedRecipes } from '#learning/recipes/named-recipes.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { estimateSeconds } from '#learning/training/step-measure.ts'
import { architectures, describeArchitecture } from '#nn/architectures/registry.ts'
import type { TrainingRun, TrainRequest } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import type { RunId } from '#shared/ids.ts'
import { weightsOf } from '#shared/recipe/start.ts'
import { writeDurably } from '#store/durable-files.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type Session, type WorkstationContext } from '../../context.ts'
import { recipeToTime } from '../../jobs/train/fit-batch.ts'
import { leftOutEvent, trainedSchema, trainJobRequestSchema } from '../../jobs/train/train-job.ts'
import { procedures } from '../../procedures.ts'
import { gatherTrainingSet } from '../../provenance/training-set.ts'
import { askedPlace, targetIn } from '../targets/asked-target.ts'
import { currentDevice } from './device.ts'
import { findRateEvents } from './find-rate.ts'
import { findStart, recipeToBegin, requireOedema, tryStart } from './recipe-start.ts'

export function trainingProcedures(context: WorkstationContext) {
  const { training } = procedures
  return {
    options: training.options.handler(() => {
      const { store } = openSession(context)
      const items = gatherTrainingSet(store)
      const reviewed = items.filter(({ origin }) => origin === 'read').length
      return {
        recipes: [...namedRecipes],
        architectures: architectures.map(describeArchitecture),
        reviewed,
        unreviewed: items.length - reviewed,
        device: currentDevice(context),
        current: store.models.current()?.id ?? null,
      }
    }),
    estimate: training.estimate.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      // Asked at every change of the form.
      const { kind: runtime } = await context.runtimes.resolve(input.runtime, signal)
      const recipe = recipeToTime(resolveRecipe(input.recipe, input.set), runtime)
      const { parent } = await findStart(context, recipe, signal)
      const { milliseconds, device } = await context.runtimes.measureStep(
        {
          recipe,
          runtime,
          threads: context.threads,
          parent: parent && { model: parent, blobsFolder: store.blobs.folder },
        },
        signal,
      )
      const seconds = estimateSeconds(recipe, gatherTrainingSet(store).length, milliseconds)
      return { seconds, stepMilliseconds: milliseconds, device }
    }),
    check: training.check.handler(({ input, signal }) => recipeFault(context, input, signal)),
    findRate: training.findRate.handler(({ input, signal }) => findRateEvents(context, input, signal)),
    saveRecipe: training.saveRecipe.handler(async ({ input, context: caller }) => {
      const { store } = openSession(context)
      const recipe = resolveRecipe(input.recipe, input.set)
      const place = askedPlace(context, caller, { ...input, path: input.file })
      const { file, replace } = targetIn(store, place, `${fileName(recipe.name)}.recipe.json`, input.force)
      await mkdir(dirname(file), { recursive: true })
      await writeDurably(file, `${JSON.stringify(recipe, null, 2)}\n`, { replace })
      return { file }
    }),
    start: training.start.handler(async ({ input, signal }) => {
      const recipe = await recipeToBegin(context, input, signal)
      return openSession(context).jobs.enqueue('train', { recipe, runtime: input.runtime })
    }),
    resume: training.resume.handler(({ input }) => openSession(context).jobs.resume(input.run)),
    run: training.run.handler(({ input }) => describeRun(openSession(context), input.run)),
    leftOut: training.leftOut.handler(({ input }) => leftOut(openSession(context).store, input.run)),
    runs: training.runs.handler(() => {
      const session = openSession(context)
      return session.jobs
        .list()
        .filter(({ kind }) => kind === 'train')
        .map(({ id }) => describeRun(session, id))
    }),
  }
}

/** The first thing that is wrong with a recipe, and where. A file that it starts from is read: who picked it is told at once. */
async function recipeFault(
  context: WorkstationContext,
  { recipe: asked, set }: TrainRequest,
  signal: AbortSignal | undefined,
): Promise<RecipeFault | null> {
  const { store } = openSession(context)
  let startsFromFile = false
  try {
    const recipe = resolveRecipe(asked, set)
    requireOedema(store, recipe)
    startsFromFile = weightsOf(recipe.start) !== null
    if (startsFromFile) await tryStart(context, recipe, signal)
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    const { field = startsFromFile ? 'start' : null, reason } = error.details
    return {
      field: typeof field === 'string' ? field : null,
      sentence: typeof reason === 'string' ? `It ${reason}.` : error.message,
    }
  }
}

interface RecipeFault {
  readonly field: string | null
  readonly sentence: string
}

const leftOutSchema = z.object({ hash: z.string(), reason: z.string() })

/** Each photograph once, though a resumed run tells of it again. */
function leftOut(store: ProjectStore, run: RunId): { photograph: string; reason: string }[] {
  const told = store.events.ofRun(leftOutEvent, run).map((details) => leftOutSchema.parse(details))
  const reasons = new Map(told.map(({ hash, reason }) => [hash, reason]))
  if (reasons.size === 0) return []
  const names = new Map(store.images.all().map(({ sha256, name }) => [sha256 as string, name]))
  return [...reasons].map(([hash, reason]) => ({ photograph: names.get(hash) ?? hash, reason }))
}

/** A name that every file system takes. */
const fileName = (name: string) => name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '') || 'recipe'

function describeRun({ store, jobs }: Session, id: RunId): TrainingRun {
  const run = jobs.get(id)
  if (run.kind !== 'train') throw new AppError('not_found', `Run ${id} is no training run.`)
  const row = store.runs.get(id)
  const metrics = store.runs.metrics(id)
  const epochs = metrics.filter(({ fit }) => fit === 'main').map((one) => one.epoch)
  const latest = metrics.at(-1)?.epoch
  const trained = trainedSchema.parse(row.result)
  return {
    ...run,
    recipe: trainJobRequestSchema.parse(row.request).recipe,
    runtime: row.runtime,
    device: row.device,
    fit: run.state === 'running' ? run.stage : null,
    epochs,
    imagesPerSecond: latest?.imagesPerSecond ?? null,
    model: trained?.model ?? null,
    gate: trained?.gate ?? null,
  }
}
