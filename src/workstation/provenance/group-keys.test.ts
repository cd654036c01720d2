import { expect, it } from 'vitest'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, contentOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { groupKeys } from './group-keys.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

it('are made once for as long as nothing they are made of is written', () => {
  addImages(store, 2)
  const groups = groupKeys(store)
  store.settings.change({ showOthersReadings: true })
  expect(groupKeys(store)).toBe(groups)
  store.images.add(
    {
      sourceId: store.images.upsertSource('/more', now),
      relativePath: 'c.jpg',
      stem: 'c',
      modifiedMs: 1,
      patient: null,
      eye: null,
      content: contentOf('c'),
    },
    now,
  )
  expect(groupKeys(store).size).toBe(3)
})

it('are made anew after a person, a copy or another folder’s numbering was written', () => {
  const [one, two] = addImages(store, 2).map((image) => store.images.get(image))
  if (!one || !two) throw new Error('Two photographs were added.')
  const together = () => groupKeys(store).get(one.sha256) === groupKeys(store).get(two.sha256)
  expect(together()).toBe(false)
  store.images.setPerson(one.image, { patient: '7', eye: 'left' })
  store.images.setPerson(two.image, { patient: '7', eye: 'right' })
  expect(together()).toBe(true)
  store.images.setPerson(two.image, { patient: '8', eye: 'right' })
  expect(together()).toBe(false)
})

it('are not kept from inside a transaction that failed', () => {
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { sourceId, relativePath: 'x.jpg', stem: 'x', modifiedMs: 1, patient: null, eye: null }
  const failing = () =>
    store.transaction(() => {
      store.images.add({ ...file, content: contentOf('x') }, now)
      expect(groupKeys(store).size).toBe(1)
      throw new Error('The disk is full.')
    })
  expect(failing).toThrow('The disk is full.')
  expect(groupKeys(store).size).toBe(0)
})
