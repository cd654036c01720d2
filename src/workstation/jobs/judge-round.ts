import { samplesOf } from '#learning/dataset.ts'
import { judgeRound } from '#learning/noisy-student/acceptance.ts'
import { compareOnHoldOut, type HeldOut } from '#learning/noisy-student/comparison.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId } from '#shared/ids.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import type { ProjectStore, RoundRow } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import { promoteModel } from '../judgement/promote.ts'
import type { JobContext } from './job.ts'
import { predictionsByHash } from './pseudo-labelling.ts'
import { snapshotPhotographs } from './snapshot.ts'

/** Holds the student against its teacher, the best model so far, on the round's own hold-out; an accepted one becomes the
 *  current model. */
export function endRound(round: RoundRow | undefined, { store, now, changes }: JobContext): void {
  if (!round || round.model === null || round.snapshot === null) {
    throw new AppError('internal', 'The training of the round left no model.')
  }
  const { model, teacher } = round
  const of = (id: ModelId) =>
    [...predictionsByHash(store, { id })].map(([hash, probabilities]) => ({
      hash,
      probabilities,
    }))
  const comparison = compareOnHoldOut(heldOutPhotographs(store, round.snapshot), of(model), of(teacher), reportSeed)
  const { verdict, reason } = judgeRound(comparison)
  const at = now().toISOString()
  store.transaction(() => {
    store.rounds.judge(round, { verdict, comparison, reason }, at)
    if (verdict === 'accepted') promoteModel(store, model, at)
    if (verdict === 'unjudged') store.models.keepAsCandidate(model, at)
    const details = { run: round.of, round: round.round, model, verdict, reason }
    store.events.append({ at, who: 'workstation', what: 'training.round', details })
  })
  changes.publish({ kind: 'models' })
}

function heldOutPhotographs(store: ProjectStore, snapshot: SnapshotId): HeldOut[] {
  const items = snapshotPhotographs(store, snapshot).filter(({ part }) => part === 'hold-out')
  const eyes = new Map(
    store.images.all().map(({ sha256, numbering, patient, eye }) => {
      return [sha256 as string, patient === null || eye === null ? sha256 : `${numbering} ${patient} ${eye}`]
    }),
  )
  return samplesOf(items).map(({ hash, group, grade }) => ({ hash, group, grade, eye: eyes.get(hash) ?? hash }))
}
