import { z } from 'zod'
import { combineRequestSchema } from '#shared/ensembles.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { makeEnsemble } from '../ensembles/make-ensemble.ts'
import type { Job } from '../job.ts'

export const combinedSchema = z.object({ model: modelIdSchema }).nullable()

/** Models of the project made into one, a candidate. */
export const combineJob: Job = {
  kind: 'combine',
  resumable: false,
  execute: async (request, context) => {
    const model = await makeEnsemble(combineRequestSchema.parse(request), context)
    context.changes.publish({ kind: 'models' })
    return { model }
  },
}
