import { AppError } from '#shared/errors.ts'
import { predictedGrade } from '#shared/grades.ts'
import { pixelPaths } from '#shared/pixels.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { ensembleOf } from '../ensembles/ensemble-card.ts'
import { keptExplanation } from '../explanations/kept-explanation.ts'
import { procedures } from '../procedures.ts'
import { listSuspects } from '../suspicion/suspects.ts'

export function lookingProcedures(context: WorkstationContext) {
  const { looking } = procedures
  return {
    explain: looking.explain.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const model = store.models.current()
      if (!model) throw new AppError('model_missing', 'There is no model yet to explain. Train one first.')
      const row = store.images.get(input.image)
      // What an ensemble predicts is more than its members' mean.
      const said = ensembleOf(model) && store.predictions.forImage(input.image, model.id)
      const asked = {
        models: (ensembleOf(model)?.members ?? [model.id]).map((id) => store.models.get(id).blob),
        grade: input.grade ?? (said ? predictedGrade(said.probabilities) : null),
        against: input.against ?? null,
        method: input.method,
        layers: input.layers,
      }
      const make = async () =>
        await context.interactive.run(
          'explain',
          {
            ...asked,
            path: row.path,
            blobsFolder: store.blobs.folder,
            runtime: (await context.runtimes.resolve('auto', signal)).kind,
            threads: context.threads,
          },
          { signal },
        )
      const kept = keptExplanation(store, { ...asked, photograph: row.sha256 }, make)
      const { overlay, width, height, ...explained } = await kept
      return {
        image: input.image,
        model: model.id,
        method: input.method,
        ...explained,
        ...(said && { probabilities: said.probabilities }),
        overlay: pixelPaths.blob(overlay),
        blob: overlay,
        map: { width, height },
      }
    }),
    suspects: looking.suspects.handler(({ input }) => listSuspects(openSession(context).store, input)),
  }
}
