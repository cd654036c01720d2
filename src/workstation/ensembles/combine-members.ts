import type { Sha256 } from '#shared/ids.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { ComputeClient } from '../compute/client.ts'
import { groupKeys } from '../provenance/group-keys.ts'
import type { MemberRow } from './member-rows.ts'

interface Combining {
  readonly store: ProjectStore
  readonly compute: ComputeClient
  readonly signal?: AbortSignal | undefined
  /** Groups that the meta-learner was fitted to: of those it has no out-of-fold word. */
  readonly learnt: ReadonlySet<string>
}

/** The ensemble's predictions from those of its members: out-of-fold where all of theirs are and it did not learn from the
 *  photograph's group itself, and beside them those of the main fits where they differ. */
export async function combineMembers(
  model: Sha256,
  rows: readonly MemberRow[],
  { store, compute, signal, learnt }: Combining,
): Promise<Prediction[]> {
  const groups = groupKeys(store)
  const asked = rows.flatMap(({ entry, unseen, main, oedema }) => {
    const known = learnt.has(groups.get(entry.sha256) ?? entry.sha256)
    const seen = known ? (main ?? unseen) : main
    const ofSeen = main ? oedema.main : oedema.unseen
    return [
      ...(unseen && !known ? [{ image: entry.image, outOfFold: true, features: unseen, oedema: oedema.unseen }] : []),
      ...(seen ? [{ image: entry.image, outOfFold: false, features: seen, oedema: ofSeen }] : []),
    ]
  })
  if (asked.length === 0) return []
  const combined = await compute.run(
    'combine',
    { model, rows: asked.map(({ features }) => [...features]), blobsFolder: store.blobs.folder },
    { signal },
  )
  return asked.flatMap(({ image, outOfFold, oedema }, index) => {
    const probabilities = combined[index]
    return probabilities ? [{ image, outOfFold, fold: null, probabilities, oedema }] : []
  })
}
