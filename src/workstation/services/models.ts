import { copyFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { TaskResult } from '../compute/protocol.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { evaluateModel, judgeModel, summariseModel } from '../judgement/judge.ts'
import { procedures } from '../procedures.ts'
import { rankAll } from '../suspicion/rank.ts'

const scoredSchema = z.object({ model: modelIdSchema, images: z.int(), imagesPerSecond: z.number() }).nullable()

export function modelProcedures(context: WorkstationContext) {
  const { models } = procedures
  return {
    list: models.list.handler(() => {
      const { store } = openSession(context)
      return store.models.list().map((row) => summariseModel(store, row.id))
    }),
    promote: models.promote.handler(({ input }) => {
      const { store } = openSession(context)
      const at = context.now().toISOString()
      store.transaction(() => {
        store.models.promote(input.model, at)
        store.events.append({ at, who: 'workstation', what: 'models.promote', details: { model: input.model } })
      })
      rankAll(store, input.model)
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, input.model)
    }),
    judge: models.judge.handler(({ input }) => judgeModel(openSession(context).store, input.model)),
    evaluate: models.evaluate.handler(({ input }) => {
      const { store } = openSession(context)
      return evaluateModel(store, input.model ?? currentModel(store), input)
    }),
    score: models.score.handler(({ input }) => {
      const { store, jobs } = openSession(context)
      return jobs.enqueue('score', { model: input.model ?? currentModel(store) })
    }),
    scored: models.scored.handler(({ input }) =>
      scoredSchema.parse(openSession(context).store.runs.get(input.run).result),
    ),
    import: models.import.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const file = resolve(input.file)
      const { size = null, normalisation = null } = input
      const blobsFolder = store.blobs.folder
      const imported = await context.interactive.run(
        'importModel',
        { file, size, normalisation, blobsFolder },
        { signal },
      )
      const model = keepImported(store, file, imported, context.now().toISOString())
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, model)
    }),
    save: models.save.handler(async ({ input }) => {
      const { store } = openSession(context)
      const model = store.models.get(input.model)
      const file = resolve(input.file)
      await copyFile(store.blobs.path(model.blob), file)
      return { model: input.model, file }
    }),
  }
}

/** An imported model as a candidate: it has learnt from none of the project's photographs. */
function keepImported(
  store: ProjectStore,
  file: string,
  { model: blob, architecture, head, parameters }: TaskResult<'importModel'>,
  at: string,
): ModelId {
  const name = basename(file, extname(file))
  const origin = { parent: null, run: null, snapshot: null }
  return store.transaction(() => {
    const card = { importedFrom: basename(file), parameters }
    const model = store.models.add({ name, architecture, head, blob, ...origin, card, status: 'candidate' }, at)
    store.events.append({ at, who: 'workstation', what: 'models.import', details: { model, file: basename(file) } })
    return model
  })
}

function currentModel(store: ProjectStore): ModelId {
  const model = store.models.current()
  if (!model) throw new AppError('model_missing', 'There is no model yet. Train one first.')
  return model.id
}
