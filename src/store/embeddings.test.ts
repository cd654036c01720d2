import { expect, it } from 'vitest'
import { addImages, hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function addModel(name: string) {
  const rest = { architecture: 'efficientnet-b0', head: 'softmax', parent: null, run: null, snapshot: null, card: {} }
  return store.models.add({ ...rest, name, blob: hashOf(name), status: 'candidate' }, now)
}

it('are directions from the mean of all photographs, however many were written at once', () => {
  const model = addModel('m')
  const [a, b, c] = addImages(store, 3)
  if (a === undefined || b === undefined || c === undefined) throw new Error('No photographs.')
  store.embeddings.put(model, [
    { image: a, vector: [1000, 0.5] },
    { image: b, vector: [1000.5, 0] },
  ])
  store.embeddings.put(model, [{ image: c, vector: [999.5, 0] }])
  store.embeddings.put(model, [{ image: a, vector: [1000, 3] }])
  const found = store.embeddings.directions(model)
  // The mean is (1000, 1).
  expect(found.get(a)).toEqual(Int8Array.of(0, 127))
  expect(found.get(b)).toEqual(Int8Array.of(57, -114))
  expect(found.get(c)).toEqual(Int8Array.of(-57, -114))
})

it('are those of the model that has seen most where a model has seen less than half as many', () => {
  const [few, most, none] = ['few', 'most', 'none'].map(addModel)
  if (!few || !most || !none) throw new Error('No models.')
  expect(store.embeddings.directions(none)).toEqual(new Map())
  const images = addImages(store, 3)
  const vectors = images.map((image, k) => ({ image, vector: [k, 1] }))
  store.embeddings.put(few, vectors.slice(0, 2))
  store.embeddings.put(most, vectors)
  expect([...store.embeddings.directions(none).keys()]).toEqual(images)
  expect([...store.embeddings.directions(few).keys()]).toEqual(images.slice(0, 2))
  const handful = addModel('handful')
  store.embeddings.put(handful, vectors.slice(0, 1))
  expect([...store.embeddings.directions(handful).keys()]).toEqual(images)
})
