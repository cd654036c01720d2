import { z } from 'zod'
import { modelIdSchema } from '#shared/ids.ts'
import { rankAll } from '../suspicion/rank.ts'
import type { Job } from './job.ts'
import { scorePhotographs } from './score-photographs.ts'
import { unscoredContents } from './unscored.ts'

const scoreJobRequestSchema = z.object({
  model: modelIdSchema,
  /** Only photographs of which the model has said nothing yet; all of them where left out. */
  unscored: z.boolean().default(false),
})
export type ScoreJobRequest = z.input<typeof scoreJobRequestSchema>

/** The main fit's probabilities of every photograph, or those that lack them, and a new order. */
export const scoreJob: Job = {
  kind: 'score',
  resumable: false,
  execute: async (request, context) => {
    const { store, changes } = context
    const { model, unscored } = scoreJobRequestSchema.parse(request)
    const hashes = unscored ? unscoredContents(store, model) : null
    const { images, imagesPerSecond } = await scorePhotographs(store.models.get(model), hashes, context)
    rankAll(store, model)
    changes.publish({ kind: 'models' })
    return { model, images, imagesPerSecond }
  },
}
