import { expect, it } from 'vitest'
import { samplesOf } from '#learning/dataset.ts'
import { resolveRecipe } from '#learning/recipes.ts'
import { planRun } from '#learning/run-plan.ts'
import type { Grade } from '#shared/grades.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImage, addLabels, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { snapshotPhotographs, takeSnapshot } from './snapshot.ts'
import { lockedGroups } from './training-set.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const recipe = resolveRecipe('quick', { folds: 3 })

/** Two graded photographs of each of forty patients. */
function addPatients() {
  store.transaction(() => {
    const images = Array.from({ length: 80 }, (_, index) => addImage(store, `eye_${index}`, String(index >> 1)))
    addLabels(
      store,
      images,
      images.map((_, index) => ((index >> 1) % 5) as Grade),
    )
  })
}

it('a run taken up after more photographs of its patients came does what it set out to do', () => {
  addPatients()
  const snapshot = takeSnapshot(store, recipe, store.runs.create('train', {}, now), now)
  const plan = () => planRun(samplesOf(snapshotPhotographs(store, snapshot)), recipe, lockedGroups(store), null)
  const before = plan()
  store.transaction(() => {
    for (let patient = 0; patient < 40; patient++) addImage(store, `visit2_${patient}`, String(patient))
  })
  const after = plan()
  expect(before.memberships.filter(({ part }) => part === 'hold-out').length).toBeGreaterThan(5)
  expect(after.memberships).toEqual(before.memberships)
  expect(after.fingerprint).toBe(before.fingerprint)
})
