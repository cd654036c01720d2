import { samplesOf } from '#learning/dataset.ts'
import type { PseudoLabel } from '#learning/noisy-student/pseudo-labels.ts'
import type { PseudoPhotograph } from '#learning/noisy-student/student-plan.ts'
import { type Membership, planRun } from '#learning/run-plan.ts'
import { predictedGrade } from '#shared/grades.ts'
import type { RunId, Sha256 } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId, SnapshotItem } from '#store/snapshots.ts'
import { gatherTrainingSet, groupKeys, lockedGroups, type TrainingItem } from './training-set.ts'

/** Locks the hold-out where none was locked before, and gives its groups. */
export function lockHoldOut(store: ProjectStore, recipe: Recipe, items = gatherTrainingSet(store)): string[] {
  const { memberships } = planRun(samplesOf(items), recipe, lockedGroups(store), null)
  const heldOut = new Set(memberships.flatMap(({ hash, part }) => (part === 'hold-out' ? [hash] : [])))
  const locked = items.filter(({ hash }) => heldOut.has(hash))
  store.images.lockHoldOut(locked.map(({ image }) => image))
  return [...new Set(locked.map(({ group }) => group))].sort()
}

/** Writes down exactly what a run learns from, and locks its hold-out where none was locked before: one transaction, so
 *  that a run taken up after a crash finds the same photographs in the same parts. `pseudo`: what a student's teacher says. */
export function takeSnapshot(
  store: ProjectStore,
  recipe: Recipe,
  run: RunId,
  at: string,
  pseudo: readonly PseudoLabel[] = [],
): SnapshotId {
  return store.transaction(() => {
    const items = gatherTrainingSet(store)
    // Laid out as the training process will: with the hold-out locked from the start.
    const plan = planRun(samplesOf(items), recipe, lockHoldOut(store, recipe, items), null)
    const snapshot = store.snapshots.create(snapshotRows(store, items, plan.memberships, pseudo), at)
    store.runs.setSnapshot(run, snapshot)
    return snapshot
  })
}

function snapshotRows(
  store: ProjectStore,
  items: readonly TrainingItem[],
  memberships: readonly Membership[],
  pseudo: readonly PseudoLabel[],
): SnapshotItem[] {
  const labels = new Map<string, PseudoLabel>(pseudo.map((label) => [label.hash, label]))
  const places = new Map(memberships.map((one) => [one.hash, one]))
  const known = new Set(items.map(({ image }) => image))
  const groups = labels.size > 0 ? groupKeys(store) : new Map<Sha256, Sha256>()
  const labelled = items.flatMap(({ image, hash, group, grade, origin }): SnapshotItem[] => {
    const place = places.get(hash)
    if (!place) return []
    const row = { image, group, part: place.part, fold: place.fold }
    const label = labels.get(hash)
    return [label ? { ...row, ...taught(label, grade) } : { ...row, grade, origin, pseudo: null }]
  })
  const others = store.images.all().flatMap(({ image, sha256 }): SnapshotItem[] => {
    const label = known.has(image) ? undefined : labels.get(sha256)
    if (!label) return []
    return [{ image, group: groups.get(sha256) ?? sha256, part: 'train', fold: null, ...taught(label, null) }]
  })
  return [...labelled, ...others]
}

function taught({ source, target }: PseudoLabel, insteadOf: SnapshotItem['grade'] | null) {
  return { grade: predictedGrade(target), origin: 'pseudo' as const, pseudo: { source, target, insteadOf } }
}

/** The photographs of a snapshot that had a grade, with that grade, where they are now. */
export function snapshotPhotographs(
  store: ProjectStore,
  snapshot: SnapshotId,
): (TrainingItem & Pick<SnapshotItem, 'part'>)[] {
  const places = new Map(store.images.all().map((row) => [row.image, row]))
  return store.snapshots.items(snapshot).flatMap(({ image, group, grade, origin, part, pseudo }) => {
    const place = places.get(image)
    const label = origin === 'pseudo' ? labelBefore(pseudo) : { grade, origin }
    return place && label ? [{ image, hash: place.sha256, path: place.path, group, part, ...label }] : []
  })
}

function labelBefore(pseudo: SnapshotItem['pseudo']): Pick<TrainingItem, 'grade' | 'origin'> | null {
  if (!pseudo || pseudo.insteadOf === null) return null
  return { grade: pseudo.insteadOf, origin: pseudo.source === 'suspect' ? 'imported' : 'read' }
}

/** The teacher's labels of a snapshot, one a content, in the order of their hashes. */
export function pseudoPhotographs(
  store: ProjectStore,
  snapshot: SnapshotId,
): (PseudoPhotograph & { readonly hash: Sha256 })[] {
  const places = new Map(store.images.all().map((row) => [row.image, row]))
  const found = new Map<Sha256, PseudoPhotograph & { readonly hash: Sha256 }>()
  for (const { image, group, pseudo } of store.snapshots.items(snapshot)) {
    const place = places.get(image)
    if (!place || !pseudo || found.has(place.sha256)) continue
    found.set(place.sha256, { hash: place.sha256, path: place.path, group, target: pseudo.target })
  }
  return [...found.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
}
