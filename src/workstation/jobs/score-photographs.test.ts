import { describe, expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, hashOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { learntGroups } from './score-photographs.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function addModel(groups: readonly string[], heldOut: string, parent: ModelId | null): ModelId {
  const images = addImages(store, groups.length)
  const snapshot = store.snapshots.create(
    images.map((image, index) => {
      const group = groups[index] ?? ''
      const part = group === heldOut ? ('hold-out' as const) : ('train' as const)
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
    expect(learntGroups(store, store.models.get(first))).toEqual(new Set(['a', 'b']))
    // It holds out what the first was trained on: no evidence of it either.
    expect(learntGroups(store, store.models.get(second))).toEqual(new Set(['a', 'b', 'c', 'd']))
  })
})
