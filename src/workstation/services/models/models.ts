import { createReadStream, createWriteStream } from 'node:fs'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { originToAppend } from '#learning/models/model-origin.ts'
import { AppError } from '#shared/errors.ts'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import { writeDurably } from '#store/durable-files.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../../context.ts'
import { checkMembers } from '../../ensembles/make-ensemble.ts'
import { combinedSchema } from '../../jobs/combine-job.ts'
import { type ScoreJobRequest, scoreAll } from '../../jobs/score/score-job.ts'
import { unscoredContents } from '../../jobs/score/unscored.ts'
import { besideCurrent } from '../../judgement/beside-current.ts'
import { evaluateModel, judgeModel, summariseModel } from '../../judgement/judge.ts'
import { lookAnew } from '../../judgement/look-anew.ts'
import { describeModel } from '../../judgement/model-card.ts'
import { promoteModel } from '../../judgement/promote.ts'
import { ensembleOf } from '../../models/ensemble-card.ts'
import { requireTrained } from '../../models/untrained.ts'
import { usualModel } from '../../models/usual-model.ts'
import { procedures } from '../../procedures.ts'
import { originOf } from '../../provenance/model-origin.ts'
import { wholePath } from '../../whole-path.ts'
import { askedPlace, targetIn } from '../targets/asked-target.ts'
import { keepImported, knownNetworks } from './imported-model.ts'

const scoredSchema = z.object({ model: modelIdSchema, images: z.int(), imagesPerSecond: z.number() }).nullable()

export function modelProcedures(context: WorkstationContext) {
  const { models } = procedures
  return {
    list: models.list.handler(() => {
      const { store } = openSession(context)
      return store.models.list().map((row) => summariseModel(store, row.id))
    }),
    card: models.card.handler(({ input }) => describeModel(openSession(context).store, input.model)),
    compare: models.compare.handler(({ input }) => {
      const { store } = openSession(context)
      return besideCurrent(store, store.models.get(input.model))
    }),
    promote: models.promote.handler(({ input: { model } }) => {
      const { store, jobs } = openSession(context)
      requireTrained(store.models.get(model), 'be promoted')
      const unscored = unscoredContents(store, model).size
      const request: ScoreJobRequest = { model, unscored: true, promote: true }
      const run = unscored > 0 ? jobs.enqueue('score', request) : null
      if (!run) {
        promoteModel(store, model, context.now().toISOString())
        context.changes.publish({ kind: 'models' })
      }
      return { ...summariseModel(store, model), run, unscored }
    }),
    keep: models.keep.handler(({ input: { model } }) => {
      const { store } = openSession(context)
      const at = context.now().toISOString()
      store.transaction(() => {
        store.models.keepAsCandidate(model)
        store.events.append({ at, who: 'workstation', what: 'models.keep', details: { model } })
      })
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, model)
    }),
    judge: models.judge.handler(({ input }) => {
      const { store } = openSession(context)
      requireTrained(store.models.get(input.model), 'be judged')
      return judgeModel(store, input.model)
    }),
    evaluate: models.evaluate.handler(async ({ input, signal }) => {
      const { store, jobs } = openSession(context)
      const model = input.model ?? currentModel(store)
      requireTrained(store.models.get(model), 'be judged')
      if (!input.tta) return evaluateModel(store, model, input)
      const { compute, runtimes, threads } = context
      const anew = await jobs.inPlaceOfRun(
        (stopped) => lookAnew(model, input, { store, compute, runtimes, threads, signal: stopped }),
        { can: 'photographs can be looked at anew', signal },
      )
      return evaluateModel(store, model, input, anew)
    }),
    score: models.score.handler(({ input }) => {
      const { store, jobs } = openSession(context)
      return jobs.enqueue('score', scoreAll(store, input.model ?? currentModel(store)))
    }),
    scored: models.scored.handler(({ input }) =>
      scoredSchema.parse(openSession(context).store.runs.get(input.run).result),
    ),
    import: models.import.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const file = wholePath(context, input.file)
      const { architecture = null, size = null, normalisation = null, head = null, classes = null, cuts = null } = input
      const blobsFolder = store.blobs.folder
      const imported = await context.interactive.run(
        'importModel',
        {
          ...{ file, architecture, size, normalisation, head, classes, cuts },
          ...{ blobsFolder, known: knownNetworks(store) },
        },
        { signal },
      )
      const model = keepImported(store, imported, { path: file, status: 'candidate' }, context.now().toISOString())
      context.changes.publish({ kind: 'models' })
      return summariseModel(store, model)
    }),
    combine: models.combine.handler(({ input }) => {
      const { store, jobs } = openSession(context)
      checkMembers(store, input)
      return jobs.enqueue('combine', input)
    }),
    combined: models.combined.handler(({ input }) => {
      const { store } = openSession(context)
      const made = combinedSchema.parse(store.runs.get(input.run).result)
      return made && summariseModel(store, made.model)
    }),
    save: models.save.handler(async ({ input, signal, context: caller }) => {
      const { store } = openSession(context)
      const model = store.models.get(input.model)
      const place = askedPlace(context, caller, { ...input, path: input.file })
      const { file, replace } = targetIn(store, place, `${model.id}.onnx`, input.force)
      await mkdir(dirname(file), { recursive: true })
      const write = async (temporary: string) => {
        if (ensembleOf(model)) {
          const request = { model: model.blob, blobsFolder: store.blobs.folder, file: temporary }
          await context.interactive.run('writeEnsemble', request, { signal })
        } else await copyInto(store.blobs.path(model.blob), temporary)
        await appendFile(temporary, originToAppend(originOf(store, model)))
      }
      await writeDurably(file, write, { replace })
      return { model: input.model, file }
    }),
  }
}

/** The bytes alone: a copy would have the rights of the project's own file, which nobody else may read. */
const copyInto = (from: string, to: string) => pipeline(createReadStream(from), createWriteStream(to))

function currentModel(store: ProjectStore): ModelId {
  const model = usualModel(store)
  if (!model) throw new AppError('model_missing', 'There is no model yet. Train one first.')
  return model.id
}
