import { expect, it } from 'vitest'
import { samplesOf } from '#learning/data/dataset.ts'
import { planRun } from '#learning/data/run-plan.ts'
import type { PseudoLabel } from '#learning/noisy-student/pseudo-labels.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import type { Grade } from '#shared/grades.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImage, addLabels, contentOf, decide, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { lockedGroups } from './group-keys.ts'
import { pseudoPhotographs, snapshotPhotographs, takeSnapshot } from './snapshot.ts'

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

it('a teacher’s label gives way to what readers settled while it was made', () => {
  addPatients()
  const stems = ['settled', 'doubted', 'adjudicated', 'untouched']
  const [settled, doubted, adjudicated] = stems.map((stem) => addImage(store, stem))
  if (!settled || !doubted || !adjudicated) throw new Error('There are no photographs.')
  const labels = stems.map((stem): PseudoLabel => {
    return { hash: contentOf(stem).sha256, source: 'unlabelled', target: [0.9, 0.1, 0, 0, 0] }
  })
  store.readings.append(decide(settled, 3), now)
  store.readings.append({ ...decide(doubted, 3), confidence: 0.2 }, now)
  store.readings.append({ ...decide(adjudicated, 3), confidence: 0.2 }, now)
  store.readings.append(decide(adjudicated, 4, { phase: 'adjudication' }), now)
  const snapshot = takeSnapshot(store, recipe, store.runs.create('train', {}, now), now, labels)
  const learnt = new Map(store.snapshots.items(snapshot).map(({ image, ...item }) => [image, item]))
  expect(learnt.get(settled)).toMatchObject({ grade: 3, origin: 'read', pseudo: null })
  expect(learnt.get(adjudicated)).toMatchObject({ grade: 4, origin: 'read', pseudo: null })
  expect(learnt.get(doubted)).toMatchObject({ grade: 0, origin: 'pseudo', pseudo: { insteadOf: 3 } })
  const taught = pseudoPhotographs(store, snapshot).map(({ hash }) => hash)
  expect(taught).toEqual(['doubted', 'untouched'].map((stem) => contentOf(stem).sha256).sort())
})
