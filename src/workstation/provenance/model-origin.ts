import type { ModelOrigin } from '#learning/models/model-origin.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { groupKeys } from './group-keys.ts'
import { hashesLearntElsewhere, looksOf } from './learnt-elsewhere.ts'
import { learntGroups } from './learnt-groups.ts'
import { licenceNotes, lineage } from './licence-notes.ts'

/** What is to go with a model's file: of itself and of all that is behind it. */
export function originOf(store: ProjectStore, model: ModelRow): ModelOrigin {
  const groups = groupKeys(store)
  const learnt = learntGroups(store, model, groups)
  const isLearnt = (sha256: Sha256) => learnt.has(groups.get(sha256) ?? sha256)
  const hashes = [...store.images.perceptualHashes()].flatMap(([sha256, hash]) => (isLearnt(sha256) ? [hash] : []))
  const behind = lineage(store, model)
  const elsewhere = behind.flatMap((one) => hashesLearntElsewhere(one))
  const notes = behind.flatMap((one) =>
    licenceNotes(store, one, one.id === model.id ? 'This model' : 'A model that it goes on from or is made of'),
  )
  const looks = [...looksOf(store, isLearnt), ...behind.flatMap(({ id }) => store.models.looksElsewhere(id))]
  return {
    notes: [...new Set(notes)],
    learntFrom: [...new Set([...hashes, ...elsewhere])].sort(),
    looks: [...new Set(looks)].sort(),
  }
}
