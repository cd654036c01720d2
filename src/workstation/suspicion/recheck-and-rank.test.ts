import { expect, it } from 'vitest'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { NewModel } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImage, addLabels, contentOf, hashOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { groupKeys } from '../provenance/group-keys.ts'
import { recheckAndRank } from './recheck-and-rank.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const probabilities: GradeProbabilities = [0.2, 0.2, 0.2, 0.2, 0.2]
const said = (image: ImageId, fold: number | null) => ({ image, outOfFold: true, fold, probabilities })

function add(model: Partial<NewModel>): ModelId {
  const network = { name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} }
  return store.models.add({ ...network, parent: null, run: null, snapshot: null, status: 'candidate', ...model }, now)
}

/** The bytes of one patient's photograph come as another's, too: the two are one. */
function isAlso(stem: string, patient: string) {
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { sourceId, relativePath: `${patient}/${stem}.jpg`, stem, content: contentOf(stem), eye: null }
  store.images.add({ ...file, patient, modifiedMs: 1 }, now)
}

it('a fit’s word on what it has seen after all is none on the unseen, and is no ground for suspicion', () => {
  // Two folds of two patients each, and a hold-out of two.
  const images = ['a', 'b', 'c', 'd', 'e', 'f'].map((patient) => addImage(store, patient, patient))
  const [a, b, c, d, e, f] = images as [ImageId, ImageId, ImageId, ImageId, ImageId, ImageId]
  addLabels(
    store,
    images,
    images.map(() => 1),
  )
  const groups = groupKeys(store)
  const folds = [1, 1, 2, 2, null, null]
  const snapshot = store.snapshots.create(
    images.map((image, index) => {
      const fold = folds[index] ?? null
      const group = groups.get(store.images.get(image).sha256) ?? ''
      const part = fold === null ? ('hold-out' as const) : ('train' as const)
      return { image, group, grade: 1, origin: 'imported', part, fold, pseudo: null }
    }),
    now,
  )
  const model = add({ snapshot })
  const other = add({})
  const ensemble = add({ card: { ensemble: { members: [model, other], by: 'average', eyes: false } } })
  store.predictions.put(
    model,
    images.map((image, index) => said(image, folds[index] ?? null)),
    now,
  )
  for (const one of [other, ensemble]) {
    store.predictions.put(
      one,
      images.map((image) => said(image, null)),
      now,
    )
  }
  const unseenBy = (one: ModelId) => store.predictions.forModel(one, { outOfFold: true }).map(({ image }) => image)
  recheckAndRank(store)
  for (const one of [model, other, ensemble]) expect(unseenBy(one)).toEqual(images)

  isAlso('a', 'e')
  isAlso('b', 'c')
  recheckAndRank(store)
  // No fold learnt from what is locked away: what the first fold's fit said of the one that is now in it stands.
  expect(unseenBy(model)).toEqual([a, d, f])
  expect(unseenBy(other)).toEqual(images)
  expect(unseenBy(ensemble)).toEqual([a, d, f])
  // What folds said is gone, what the main fit said stays as a word on what it saw.
  expect(store.predictions.forModel(model, { outOfFold: false })).toEqual([{ ...said(e, null), outOfFold: false }])
  expect(
    store.suspicions
      .forModel(model)
      .map(({ image }) => image)
      .sort(),
  ).toEqual([a, d, f])
  expect([b, c].map((image) => store.predictions.forImage(image, model))).toEqual([undefined, undefined])
})
