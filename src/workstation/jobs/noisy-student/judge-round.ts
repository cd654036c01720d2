import { compareOnHoldOut } from '#learning/gate/comparison.ts'
import { judgeRound } from '#learning/gate/student.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId } from '#shared/ids.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import type { RoundRow } from '#store/project-store.ts'
import type { JobContext } from '../../job.ts'
import { promoteModel } from '../../judgement/promote.ts'
import { heldOutOf } from '../../provenance/held-out.ts'
import { snapshotPhotographs } from '../../provenance/snapshot.ts'
import { predictionsByHash } from '../../provenance/unseen-predictions.ts'
import { scoreUnscored } from '../train/pass-gate.ts'

/** Holds the student against its teacher, the best model so far, on the round's own hold-out; an accepted one is put in use once it
 *  has looked at every photograph. */
export async function endRound(round: RoundRow | undefined, context: JobContext): Promise<void> {
  const { store, now, changes } = context
  if (!round || round.model === null || round.snapshot === null) {
    throw new AppError('internal', 'The training of the round left no model.')
  }
  const { model, teacher } = round
  const of = (id: ModelId) =>
    [...predictionsByHash(store, { id })].map(([hash, probabilities]) => ({
      hash,
      probabilities,
    }))
  const locked = snapshotPhotographs(store, round.snapshot).filter(({ part }) => part === 'hold-out')
  const comparison = compareOnHoldOut(heldOutOf(store, locked), of(model), of(teacher), reportSeed)
  const { verdict, reason } = judgeRound(comparison)
  if (verdict === 'accepted') await scoreUnscored(model, context)
  const at = now().toISOString()
  store.transaction(() => {
    store.rounds.judge(round, { verdict, comparison, reason }, at)
    if (verdict === 'accepted') promoteModel(store, model, at)
    if (verdict === 'unjudged') store.models.keepAsCandidate(model)
    const details = { run: round.of, round: round.round, model, verdict, reason }
    store.events.append({ at, who: 'workstation', what: 'training.round', details })
  })
  changes.publish({ kind: 'models' })
}
