import { samplesOf } from '#learning/dataset.ts'
import { planRun } from '#learning/run-plan.ts'
import type { RunId } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import { gatherTrainingSet, lockedGroups, type TrainingItem } from './training-set.ts'

/** Writes down exactly what a run learns from, and locks its hold-out where none was locked before: one transaction, so
 *  that a run taken up after a crash finds the same photographs in the same parts. */
export function takeSnapshot(store: ProjectStore, recipe: Recipe, run: RunId, at: string): SnapshotId {
  const items = gatherTrainingSet(store)
  const samples = samplesOf(items)
  const drawn = planRun(samples, recipe, lockedGroups(store), null)
  const heldOut = new Set(drawn.memberships.flatMap(({ hash, part }) => (part === 'hold-out' ? [hash] : [])))
  const locked = samples.flatMap(({ hash, group }) => (heldOut.has(hash) ? [group] : []))
  // Laid out again as the training process will: with the hold-out locked from the start.
  const plan = planRun(samples, recipe, [...new Set(locked)].sort(), null)
  const places = new Map(plan.memberships.map((one) => [one.hash, one]))
  const rows = items.flatMap(({ image, hash, group, grade, origin }) => {
    const place = places.get(hash)
    return place ? [{ image, group, grade, origin, part: place.part, fold: place.fold }] : []
  })
  return store.transaction(() => {
    store.images.lockHoldOut(rows.filter(({ part }) => part === 'hold-out').map(({ image }) => image))
    const snapshot = store.snapshots.create(rows, at)
    store.runs.setSnapshot(run, snapshot)
    return snapshot
  })
}

/** The photographs of a snapshot, where they are now. */
export function trainingItems(store: ProjectStore, snapshot: SnapshotId): TrainingItem[] {
  const places = new Map(store.images.all().map((row) => [row.image, row]))
  return store.snapshots.items(snapshot).flatMap(({ image, group, grade, origin }) => {
    const place = places.get(image)
    return place && origin !== 'pseudo' ? [{ image, hash: place.sha256, path: place.path, group, grade, origin }] : []
  })
}
