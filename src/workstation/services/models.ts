import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { TaskResult } from '../compute/protocol.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { ensembleOf } from '../ensembles/ensemble-card.ts'
import { makeEnsemble } from '../ensembles/make-ensemble.ts'
import { evaluateModel, judgeModel, summariseModel } from '../judgement/judge.ts'
import { lookAnew } from '../judgement/look-anew.ts'
import { describeModel } from '../judgement/model-card.ts'
import { promoteModel } from '../judgement/promote.ts'
import { procedures } from '../procedures.ts'

const scoredSchema = z.object({ model: modelIdSchema, images: z.int(), imagesPerSecond: z.number() }).nullable()

export function modelProcedures(context: WorkstationContext) {
  const { models } = procedures
  return {
    list: models.list.handler(() => {
      const { store } = openSession(context)
      return store.models.list().map((row) => summariseModel(store, row.id))
    }),
    card: models.card.handler(({ input }) => describeModel(openSession(context).store, input.model)),
    promote: models.promote.handler(({ input }) => {
      const { store } = openSession(context)
      const at = context.now().toISOString()
      promoteModel(store, input.model, at)
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, input.model)
    }),
    judge: models.judge.handler(({ input }) => judgeModel(openSession(context).store, input.model)),
    evaluate: models.evaluate.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const model = input.model ?? currentModel(store)
      if (!input.tta) return evaluateModel(store, model, input)
      const { compute, runtimes, threads } = context
      return evaluateModel(
        store,
        model,
        input,
        await lookAnew(model, input, { store, compute, runtimes, threads, signal }),
      )
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
      const { architecture = null, size = null, normalisation = null } = input
      const blobsFolder = store.blobs.folder
      const imported = await context.interactive.run(
        'importModel',
        { file, architecture, size, normalisation, blobsFolder },
        { signal },
      )
      const model = keepImported(store, file, imported, context.now().toISOString())
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, model)
    }),
    combine: models.combine.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const model = await makeEnsemble(input, { store, compute: context.interactive, now: context.now, signal })
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, model)
    }),
    save: models.save.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const model = store.models.get(input.model)
      const file = resolve(input.file ?? join(store.exportsFolder, `${model.id}.onnx`))
      await mkdir(dirname(file), { recursive: true })
      if (ensembleOf(model)) {
        const request = { model: model.blob, blobsFolder: store.blobs.folder, file }
        await context.interactive.run('writeEnsemble', request, { signal })
      } else await copyFile(store.blobs.path(model.blob), file)
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
