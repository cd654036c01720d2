import { namedRecipes } from '#learning/named-recipes.ts'
import { resolveRecipe } from '#learning/recipes.ts'
import { estimateSeconds } from '#learning/step-measure.ts'
import { architectures, describeArchitecture } from '#nn/architectures/registry.ts'
import type { TrainingRun } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import type { RunId } from '#shared/ids.ts'
import { openSession, type Session, type WorkstationContext } from '../context.ts'
import { trainedSchema, trainJobRequestSchema } from '../jobs/train-job.ts'
import { gatherTrainingSet } from '../jobs/training-set.ts'
import { procedures } from '../procedures.ts'
import { currentDevice } from './device.ts'

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
      const recipe = resolveRecipe(input.recipe, input.set)
      const { milliseconds, device } = await context.interactive.run(
        'measureStep',
        { recipe, runtime: await context.runtimes.resolve(input.runtime), threads: context.threads },
        { signal },
      )
      const seconds = estimateSeconds(recipe, gatherTrainingSet(store).length, milliseconds)
      return { seconds, stepMilliseconds: milliseconds, device }
    }),
    start: training.start.handler(({ input }) => {
      const recipe = resolveRecipe(input.recipe, input.set)
      return openSession(context).jobs.enqueue('train', { recipe, runtime: input.runtime })
    }),
    resume: training.resume.handler(({ input }) => openSession(context).jobs.resume(input.run)),
    run: training.run.handler(({ input }) => describeRun(openSession(context), input.run)),
    runs: training.runs.handler(() => {
      const session = openSession(context)
      return session.jobs
        .list()
        .filter(({ kind }) => kind === 'train')
        .map(({ id }) => describeRun(session, id))
    }),
  }
}

function describeRun({ store, jobs }: Session, id: RunId): TrainingRun {
  const run = jobs.get(id)
  if (run.kind !== 'train') throw new AppError('not_found', `Run ${id} is no training run.`)
  const row = store.runs.get(id)
  const metrics = store.runs.metrics(id)
  const epochs = metrics.filter(({ fit }) => fit === 'main').map((one) => one.epoch)
  const latest = metrics.at(-1)?.epoch
  return {
    ...run,
    recipe: trainJobRequestSchema.parse(row.request).recipe,
    runtime: row.runtime,
    device: row.device,
    fit: run.state === 'running' ? run.stage : null,
    epochs,
    imagesPerSecond: latest?.imagesPerSecond ?? null,
    model: trainedSchema.parse(row.result)?.model ?? null,
  }
}
