import { AppError } from '#shared/errors.ts'
import { predictedGrade } from '#shared/grades.ts'
import type { Sha256 } from '#shared/ids.ts'
import { pixelPaths } from '#shared/pixels.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { keptExplanation } from '../explanations/kept-explanation.ts'
import { ensembleOf } from '../models/ensemble-card.ts'
import { usualModel } from '../models/usual-model.ts'
import { procedures } from '../procedures.ts'
import { listSuspects } from '../suspicion/suspects.ts'

export function lookingProcedures(context: WorkstationContext) {
  const { looking } = procedures
  return {
    explain: looking.explain.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const model = currentModel(store)
      const row = store.images.get(input.image)
      const prediction = store.predictions.forImage(input.image, model.id)
      // What an ensemble predicts is more than its members' mean.
      const said = !input.change && ensembleOf(model) && prediction
      const asked = {
        models: lookedThrough(store, model),
        grade: input.grade ?? (said ? predictedGrade(said.probabilities) : null),
        against: input.against ?? null,
        method: input.method,
        layers: input.layers,
        change: input.change ?? null,
      }
      const make = async () =>
        await context.interactive.run(
          'explain',
          {
            ...asked,
            likely: prediction ? predictedGrade(prediction.probabilities) : null,
            path: row.path,
            blobsFolder: store.blobs.folder,
            runtime: (await context.runtimes.resolve('auto', signal)).kind,
            threads: context.threads,
          },
          { signal },
        )
      const kept = keptExplanation(store, { ...asked, photograph: row.sha256 }, make)
      const { overlay, picture, width, height, ...explained } = await kept
      return {
        image: input.image,
        model: model.id,
        method: input.method,
        against: asked.against,
        ...explained,
        ...(said && { probabilities: said.probabilities }),
        overlay: pixelPaths.blob(overlay),
        picture: picture && pixelPaths.blob(picture),
        blob: overlay,
        map: { width, height },
      }
    }),
    layers: looking.layers.handler(async ({ signal }) => {
      const { store } = openSession(context)
      const model = currentModel(store)
      const request = { models: lookedThrough(store, model), blobsFolder: store.blobs.folder }
      return { model: model.id, ...(await context.interactive.run('mapLayers', request, { signal })) }
    }),
    suspects: looking.suspects.handler(({ input }) => listSuspects(openSession(context).store, input)),
  }
}

function currentModel(store: ProjectStore): ModelRow {
  const model = usualModel(store)
  if (!model) throw new AppError('model_missing', 'There is no model yet to explain. Train one first.')
  return model
}

/** The files that say where a model looks: its own, or those of an ensemble's members. */
function lookedThrough(store: ProjectStore, model: ModelRow): Sha256[] {
  return (ensembleOf(model)?.members ?? [model.id]).map((id) => store.models.get(id).blob)
}
