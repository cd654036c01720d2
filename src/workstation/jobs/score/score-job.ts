import { z } from 'zod'
import { instantSchema, type RunState } from '#shared/contract/common.ts'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Job } from '../../job.ts'
import { promoteModel } from '../../judgement/promote.ts'
import { requireTrained } from '../../models/untrained.ts'
import { rankAll } from '../../suspicion/rank.ts'
import { scorePhotographs } from './score-photographs.ts'
import { unscoredContents } from './unscored.ts'

const scoreJobRequestSchema = z.object({
  model: modelIdSchema,
  /** Only photographs of which the model has said nothing yet; all of them where left out. */
  unscored: z.boolean().default(false),
  /** Whether the model is put in use once it has looked at all of them. */
  promote: z.boolean().default(false),
  /** Only photographs of which the model has said nothing since this instant; since the run was asked for where left out. */
  since: instantSchema.optional(),
})
export type ScoreJobRequest = z.input<typeof scoreJobRequestSchema>

const unended: ReadonlySet<RunState> = new Set(['cancelled', 'interrupted', 'failed'])

/** What to ask for so that the model scores every photograph: where its last such run did not end, what that one lacks. Throws
 *  `AppError('conflict')` for a model that has not trained. */
export function scoreAll({ runs, models }: Pick<ProjectStore, 'runs' | 'models'>, model: ModelId): ScoreJobRequest {
  requireTrained(models.get(model), 'score photographs')
  const before = runs
    .list('score')
    .map((run) => ({ run, asked: scoreJobRequestSchema.parse(run.request) }))
    .find(({ asked }) => asked.model === model && !asked.unscored)
  if (!before || !unended.has(before.run.state)) return { model }
  return { model, since: before.asked.since ?? before.run.createdAt }
}

/** The main fit's probabilities of every photograph, or those that lack them, and a new order. */
export const scoreJob: Job = {
  kind: 'score',
  resumable: false,
  execute: async (request, context) => {
    const { store, changes } = context
    const asked = scoreJobRequestSchema.parse(request)
    const { model, unscored, promote, since = store.runs.get(context.run).createdAt } = asked
    // What an interrupted call of this run has scored is not looked at again.
    const hashes = unscoredContents(store, model, unscored ? undefined : since)
    const { images, imagesPerSecond } = await scorePhotographs(store.models.get(model), hashes, context)
    if (promote) promoteModel(store, model, context.now().toISOString())
    else rankAll(store, model)
    changes.publish({ kind: 'models' })
    return { model, images: unscored ? images : store.predictions.said(model, since).size, imagesPerSecond }
  },
}
