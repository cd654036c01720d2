import { choosePseudoLabels, type PseudoLabel, type TaughtPhotograph } from '#learning/noisy-student/pseudo-labels.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { NoisyStudentSettings } from '#shared/recipe/noisy-student.ts'
import type { ModelRow } from '#store/models.ts'
import type { JobContext } from '../../job.ts'
import { lockedGroups } from '../../provenance/group-keys.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'
import { photographsToTeach } from '../../provenance/teachable.ts'
import { predictionsByHash } from '../../provenance/unseen-predictions.ts'
import { scorePhotographs } from '../score/score-photographs.ts'

/** Lets a teacher label what a student may learn from besides settled grades. The teacher also looks at held-out photographs
 *  that it has no predictions for yet, so that the student can be held against it. */
export async function labelByTeacher(
  teacher: ModelRow,
  settings: NoisyStudentSettings,
  context: JobContext,
): Promise<PseudoLabel[]> {
  const { store } = context
  const photographs = photographsToTeach(store).filter(({ state }) => settings.suspects || state !== 'imported')
  const known = predictionsByHash(store, teacher)
  const learnt = learntGroups(store, teacher)
  const locked = new Set(lockedGroups(store))
  // Of a photograph whose label it learnt from, a teacher only repeats that label: what its folds said counts instead. What
  // has no label is asked again in every round, also of students that learnt an earlier teacher's word for it.
  const asked = photographs.filter(({ state, hash, group }) => {
    return !locked.has(group) && (state === 'unlabelled' || (!known.has(hash) && !learnt.has(group)))
  })
  const heldOut = store.images.all().filter(({ split, sha256 }) => split === 'hold-out' && !known.has(sha256))
  const hashes = new Set([...asked.map(({ hash }) => hash), ...heldOut.map(({ sha256 }) => sha256)])
  const none = new Map<Sha256, GradeProbabilities>()
  const said = hashes.size > 0 ? (await scorePhotographs(teacher, hashes, context)).probabilities : none
  const outOfFold = predictionsByHash(store, teacher)
  const taught = photographs.flatMap((photograph): TaughtPhotograph[] => {
    const { hash, state } = photograph
    const probabilities = (state === 'unlabelled' ? said : outOfFold).get(hash)
    return probabilities ? [{ ...photograph, probabilities }] : []
  })
  return choosePseudoLabels(taught, settings, [...locked])
}
