import { z } from 'zod'
import { modelIdSchema } from '#shared/ids.ts'
import { rankAll } from '../suspicion/rank.ts'
import type { Job } from './job.ts'
import { scorePhotographs } from './score-photographs.ts'

export const scoreJobRequestSchema = z.object({ model: modelIdSchema })

/** The main fit's probabilities of every photograph, and a new order. */
export const scoreJob: Job = {
  kind: 'score',
  resumable: false,
  execute: async (request, context) => {
    const { store, changes } = context
    const { model } = scoreJobRequestSchema.parse(request)
    const { images, imagesPerSecond } = await scorePhotographs(store.models.get(model), null, context)
    rankAll(store, model)
    changes.publish({ kind: 'models' })
    return { model, images, imagesPerSecond }
  },
}
