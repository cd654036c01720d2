import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import { addImages, hashOf, now } from '../../../../tests/store/made-project.ts'
import { projectForEach } from '../../../../tests/store/project-for-each.ts'
import { firstTeacher } from './noisy-student-job.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function addModel(snapshot: SnapshotId | null, architecture = 'efficientnet-b0') {
  const rest = { architecture, head: 'softmax', parent: null, run: null, card: {} }
  return store.models.add({ ...rest, name: 'm', blob: hashOf('m'), snapshot, status: 'promoted' }, now)
}
const quick = resolveRecipe('quick')

describe('the first teacher', () => {
  it('is the current model, where photographs are held out or can be', () => {
    const [image] = addImages(store, 1)
    const fromElsewhere = addModel(null)
    expect(firstTeacher(store, quick).id).toBe(fromElsewhere)
    const trained = addModel(store.snapshots.create([], now))
    if (image) store.images.lockHoldOut([image])
    expect(firstTeacher(store, resolveRecipe('quick', { holdOut: 0 })).id).toBe(trained)
  })

  it('is refused with a sentence where there is none', () => {
    expect(() => firstTeacher(store, quick)).toThrow(/need a teacher, and there is no model yet/)
  })

  it('is refused with a sentence where nothing is held out that it never saw', () => {
    addModel(null)
    const conflict = (message: RegExp) =>
      expect.objectContaining({ code: 'conflict', message: expect.stringMatching(message) })
    expect(() => firstTeacher(store, resolveRecipe('quick', { holdOut: 0 }))).toThrow(
      conflict(/the recipe holds none out/),
    )
    addModel(store.snapshots.create([], now))
    expect(() => firstTeacher(store, quick)).toThrow(conflict(/was trained on all of them/))
  })

  it('is refused for a recipe that makes no student of it', () => {
    addModel(null)
    const still = resolveRecipe('quick', { dropout: 0, stochasticDepth: 0 })
    expect(() => firstTeacher(store, still)).toThrow(expect.objectContaining({ code: 'recipe_invalid' }))
  })

  it('is refused where the student would be a smaller model of the project', () => {
    const small = addModel(null)
    const teacher = addModel(null, 'efficientnet-b1')
    const from = (start: string) => resolveRecipe('quick', { start, architecture: 'current' })
    expect(() => firstTeacher(store, from(small))).toThrow(/"architecture" is smaller/)
    expect(firstTeacher(store, from(teacher)).id).toBe(teacher)
    expect(firstTeacher(store, from('current')).id).toBe(teacher)
  })
})
