import { describe, expect, it } from 'vitest'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImage, hashOf, now } from '../../../../tests/store/made-project.ts'
import { projectForEach } from '../../../../tests/store/project-for-each.ts'
import { groupKeys } from '../../provenance/group-keys.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

/** Patients of whom there is a photograph that has the model's word for never having been seen. */
const learntPatients = (model: ModelId) => {
  const [groups, learnt] = [groupKeys(store), learntGroups(store, store.models.get(model))]
  const known = store.images.all().filter(({ sha256 }) => learnt.has(groups.get(sha256) ?? sha256))
  return [...new Set(known.map(({ patient }) => patient))].sort()
}

function addModel(patients: readonly string[], heldOut: string, parent: ModelId | null): ModelId {
  const images = patients.map((patient) => addImage(store, `eye of ${patient}`, patient))
  const groups = new Map(store.images.all().map(({ image, sha256 }) => [image, groupKeys(store).get(sha256) ?? sha256]))
  const snapshot = store.snapshots.create(
    images.map((image: ImageId, index) => {
      const part = patients[index] === heldOut ? ('hold-out' as const) : ('train' as const)
      const group = groups.get(image) ?? ''
      return { image, group, part, grade: 1, fold: null, origin: 'imported', pseudo: null }
    }),
    now,
  )
  const network = { name: '', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf(heldOut), card: {} }
  return store.models.add({ ...network, parent, run: null, snapshot, status: 'candidate' }, now)
}

describe('what a model learnt from', () => {
  it('is all but what it holds out, and what the models learnt from that it goes on from', () => {
    const first = addModel(['a', 'b', 'c'], 'c', null)
    const second = addModel(['b', 'c', 'd'], 'b', first)
    expect(learntPatients(first)).toEqual(['a', 'b'])
    // It holds out what the first was trained on: no evidence of it either.
    expect(learntPatients(second)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is the same patients however many photographs of them come later', () => {
    const patients = Array.from({ length: 12 }, (_, index) => `patient ${index}`)
    const model = addModel(patients, 'patient 3', null)
    for (let visit = 2; visit < 5; visit++) {
      for (const patient of [...patients, 'somebody else']) addImage(store, `visit ${visit} of ${patient}`, patient)
    }
    expect(learntPatients(model)).toEqual(patients.filter((patient) => patient !== 'patient 3').sort())
  })

  it('is both of two patients that turn out to be one', () => {
    const model = addModel(['a', 'b', 'c'], 'c', null)
    store.transaction(() => {
      const sourceId = store.images.upsertSource('/photographs', now)
      const [known] = store.images.all().filter(({ patient }) => patient === 'b')
      if (!known) throw new Error('There is no photograph.')
      const { sha256: _, ...place } = store.images.get(known.image)
      const file = { ...place, sourceId, relativePath: 'again.jpg', stem: 'again', patient: 'c' }
      store.images.add({ ...file, content: store.images.get(known.image) }, now)
    })
    expect(learntPatients(model)).toEqual(['a', 'b', 'c'])
  })
})
