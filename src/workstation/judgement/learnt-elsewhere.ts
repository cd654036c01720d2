import { hashesNear } from '#imaging/hash.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { starterNotes } from '../starter/starter-notes.ts'
import { keptOrigin } from './kept-origin.ts'

/** A copy of a photograph at another size or quality has a difference hash within these many bits: 25 IDRiD photographs of
 *  4288 x 2848 are at most 1 from their copies of 1024 x 680. Other eyes before the same camera may be as near; they are
 *  taken for learnt, too, and only lose a suspicion that they might have had before the first training. */
const copyBits = 2

/** Contents of the project that a starter, or a model from a file that says so, learnt from elsewhere, or may have; none for
 *  any other model. */
export function learntElsewhere(store: ProjectStore, model: Pick<ModelRow, 'card'>): Sha256[] {
  const known = hashesLearntElsewhere(model)
  if (known.length === 0) return []
  const hashes = store.images.perceptualHashes()
  const near = hashesNear(hashes.values(), known, copyBits)
  return [...hashes].flatMap(([sha256, hash]) => (near.has(hash) ? [sha256] : []))
}

/** Their difference hashes, whether or not they are in the project. */
export function hashesLearntElsewhere(model: Pick<ModelRow, 'card'>): string[] {
  const learntFrom = starterNotes(model)?.learntFrom ?? keptOrigin(model)?.learntFrom ?? ''
  return learntFrom.match(/\S+/g) ?? []
}
