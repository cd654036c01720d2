import type { ImageId, ModelId } from '#shared/ids.ts'
import type { Evidence } from '#statistics/suspicion/evidence.ts'
import type { Learnt } from '#statistics/suspicion/learnt.ts'
import { explainSuspicion } from '#statistics/suspicion/suspicion.ts'
import type { LearntWhen } from '#store/dynamics.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { usualLearning } from './usual-learning.ts'

/** A photograph's suspicion in words, and how the model learnt its label beside the median of all; `learning` is null where it
 *  learnt another one, or none. */
export function explain(
  store: ProjectStore,
  model: ModelId | null,
  image: ImageId,
  evidence: Evidence,
  { background, weights }: Learnt,
) {
  const row = model === null ? undefined : store.dynamics.forImage(image, model)
  if (model === null || !row) return { ...explainSuspicion(evidence, background, weights), learning: null }
  const known = withLearning(store, model, evidence, row)
  const explained = explainSuspicion(known, background, weights)
  const usual = known.learning && usualLearning(store, model)
  if (!usual) return { ...explained, learning: null }
  const { learntAt, forgotten, loss, lastLoss, losses } = row
  return {
    ...explained,
    learning: {
      learntAt: learntAt < 0 ? null : learntAt,
      forgotten,
      loss,
      lastLoss,
      losses: [...losses],
      usual: usual.median,
    },
  }
}

/** The same evidence with how the model learnt the label, for the words: as it was where the model learnt another one, or none. */
export function withLearning(
  store: ProjectStore,
  model: ModelId,
  evidence: Evidence,
  row: LearntWhen | undefined,
): Evidence {
  const usual = row?.label === evidence.label ? usualLearning(store, model) : null
  if (!row || !usual) return evidence
  return { ...evidence, learning: { learntAt: row.learntAt, forgotten: row.forgotten, usual: usual.most } }
}
