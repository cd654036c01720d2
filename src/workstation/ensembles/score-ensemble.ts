import type { ImageId, ModelId, Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ModelRow } from '#store/models.ts'
import type { JobContext } from '../job.ts'
import type { EnsembleCard } from '../models/ensemble-card.ts'
import { groupsOf } from '../provenance/group-keys.ts'
import { combineMembers } from './combine-members.ts'
import { memberRows } from './member-rows.ts'

export interface Scored {
  readonly probabilities: ReadonlyMap<Sha256, GradeProbabilities>
  /** Files, where several hold the same bytes. */
  readonly images: number
  readonly imagesPerSecond: number
}

type ScoreMember = (model: ModelRow, hashes: ReadonlySet<Sha256>, context: JobContext) => Promise<Scored>

/** Keeps an ensemble's probabilities of photographs, those of these hashes or all. Its members first score what they
 *  have not said anything of yet, and that is kept too. */
export async function scoreEnsemble(
  model: ModelRow,
  ensemble: EnsembleCard,
  hashes: ReadonlySet<Sha256> | null,
  context: JobContext,
  scoreMember: ScoreMember,
): Promise<Scored> {
  const { store, compute, signal, now } = context
  const started = now().getTime()
  const missing = ensemble.members.map((member) => ({ member, hashes: unscored(member, hashes, ensemble, context) }))
  const total = missing.reduce((sum, one) => sum + one.hashes.size, 0)
  let done = 0
  for (const { member, hashes: own } of missing) {
    if (own.size === 0) continue
    const before = done
    const report: JobContext['report'] = (progress) => {
      context.report({ ...progress, done: before + progress.done, total, secondsLeft: null })
    }
    await scoreMember(store.models.get(member), own, { ...context, report })
    done += own.size
  }
  const rows = memberRows(store, ensemble).filter(({ entry }) => !hashes || hashes.has(entry.sha256))
  const learnt = groupsOf(store, model.snapshot === null ? [] : store.snapshots.items(model.snapshot))
  const predictions = await combineMembers(model.blob, rows, { store, compute, signal, learnt })
  store.transaction(() => store.predictions.put(model.id, predictions, now().toISOString()))
  const contents = new Map(rows.map(({ entry }) => [entry.image, entry.sha256]))
  const probabilities = new Map<Sha256, GradeProbabilities>()
  for (const prediction of predictions) {
    const hash = contents.get(prediction.image)
    if (hash && (prediction.outOfFold || !probabilities.has(hash))) probabilities.set(hash, prediction.probabilities)
  }
  const images = new Set(predictions.map(({ image }) => image)).size
  return { probabilities, images, imagesPerSecond: images / Math.max(1e-3, (now().getTime() - started) / 1000) }
}

/** Photographs asked for, with their fellow eyes where those count, that the member has no prediction of. */
function unscored(
  member: ModelId,
  hashes: ReadonlySet<Sha256> | null,
  { eyes }: EnsembleCard,
  { store }: JobContext,
): Set<Sha256> {
  const images = store.images.all()
  const fellows = eyes ? store.related.fellowEyes() : new Map<ImageId, ImageId[]>()
  const known = new Set(store.predictions.forModel(member).map(({ image }) => image))
  const asked = images.filter(({ sha256 }) => !hashes || hashes.has(sha256))
  const wanted = new Set(asked.flatMap(({ image }) => [image, ...(fellows.get(image) ?? [])]))
  return new Set(images.flatMap(({ image, sha256 }) => (wanted.has(image) && !known.has(image) ? [sha256] : [])))
}
