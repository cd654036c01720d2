import { AppError } from '#shared/errors.ts'
import { pixelPaths } from '#shared/pixels.ts'
import { openSession, type WorkstationContext } from '../context.ts'
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
      const { overlay, width, height, ...explained } = await context.interactive.run(
        'explain',
        {
          model: model.blob,
          path: row.path,
          grade: input.grade ?? null,
          against: input.against ?? null,
          method: input.method,
          layer: input.layer ?? null,
          blobsFolder: store.blobs.folder,
          runtime: await context.runtimes.resolve('auto'),
          threads: context.threads,
        },
        { signal },
      )
      return {
        image: input.image,
        model: model.id,
        method: input.method,
        ...explained,
        overlay: pixelPaths.blob(overlay),
        blob: overlay,
        map: { width, height },
      }
    }),
    suspects: looking.suspects.handler(({ input }) => listSuspects(openSession(context).store, input)),
  }
}
