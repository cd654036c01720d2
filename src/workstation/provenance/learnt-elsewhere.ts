import { copiesOf } from '#imaging/copies.ts'
import { hashesNear } from '#imaging/hash.ts'
import { lookFromText, lookToText } from '#imaging/look-text.ts'
import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { keptOrigin } from '../models/kept-origin.ts'
import { starterNotes } from '../models/starter-notes.ts'

/** Of models whose files have nothing but difference hashes: a copy of a photograph at another size or quality is within these many
 *  bits. 25 IDRiD photographs of 4288 x 2848 are at most 1 from their copies of 1024 x 680; but of 161 others before the same
 *  camera 96 are as near. They are taken for learnt, too. */
const copyBits = 2

/** Contents of the project that a starter, or a model from a file that says so, learnt from elsewhere, or may have; none for
 *  any other model. */
export function learntElsewhere(store: ProjectStore, model: Pick<ModelRow, 'id' | 'card'>): Sha256[] {
  if (hashesLearntElsewhere(model).length === 0) return []
  const stamp = `${store.copies.stamp()} ${store.models.looksElsewhere(model.id).length}`
  const kept = found.get(store)?.get(model.id)
  if (kept?.stamp === stamp) return kept.contents
  const contents = findLearntElsewhere(store, model)
  const models = found.get(store) ?? new Map<ModelId, Found>()
  found.set(store, models.set(model.id, { stamp, contents }))
  return contents
}

interface Found {
  readonly stamp: string
  readonly contents: Sha256[]
}
/** Asked of each model behind each other. */
const found = new WeakMap<ProjectStore, Map<ModelId, Found>>()

function findLearntElsewhere(store: ProjectStore, model: Pick<ModelRow, 'id' | 'card'>): Sha256[] {
  const alone = hashesNear(store.images.perceptualHashes().values(), knownByHashAlone(store, model), copyBits)
  const byHash = [...store.images.perceptualHashes()].flatMap(([sha256, hash]) => (alone.has(hash) ? [sha256] : []))
  const looks = store.models.looksElsewhere(model.id).flatMap((text) => lookFromText(text) ?? [])
  if (looks.length === 0) return byHash
  const measured = store.copies.measured()
  const byLook = [...copiesOf(looks, measured)].flatMap((place) => measured[place]?.sha256 ?? [])
  return [...new Set([...byHash, ...byLook])]
}

/** Difference hashes of photographs elsewhere of which nothing else is known. */
export function knownByHashAlone(store: ProjectStore, model: Pick<ModelRow, 'id' | 'card'>): string[] {
  const looks = new Set(
    store.models.looksElsewhere(model.id).flatMap((text) => lookFromText(text)?.perceptualHash ?? []),
  )
  return hashesLearntElsewhere(model).filter((hash) => !looks.has(hash))
}

/** Difference hashes of all that it learnt from elsewhere, whether or not they are in the project. */
export function hashesLearntElsewhere(model: Pick<ModelRow, 'card'>): string[] {
  const learntFrom = starterNotes(model)?.learntFrom ?? keptOrigin(model)?.learntFrom ?? ''
  return learntFrom.match(/\S+/g) ?? []
}

/** What these contents of the project look like, for a model's file; those that an earlier version looked into are left out. */
export function looksOf(store: ProjectStore, isAsked: (sha256: Sha256) => boolean): string[] {
  const texts = store.copies
    .measured()
    .flatMap(({ look, sha256, ...seen }) => (look && isAsked(sha256) ? [lookToText({ ...seen, look })] : []))
  return [...new Set(texts)].sort()
}
