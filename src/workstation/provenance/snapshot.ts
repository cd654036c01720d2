import { samplesOf } from '#learning/data/dataset.ts'
import { type Membership, planRun } from '#learning/data/run-plan.ts'
import type { PseudoLabel } from '#learning/noisy-student/pseudo-labels.ts'
import type { PseudoPhotograph } from '#learning/noisy-student/student-plan.ts'
import { predictedGrade } from '#shared/grades.ts'
import type { ImageId, RunId, Sha256 } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId, SnapshotItem } from '#store/snapshots.ts'
import { groupKeys, lockedGroups } from './group-keys.ts'
import { photographsToTeach } from './teachable.ts'
import { gatherTrainingSet, type TrainingItem } from './training-set.ts'

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
    const rows = snapshotRows(store, items, plan.memberships, stillToTeach(store, pseudo))
    const snapshot = store.snapshots.create(
      recipe.oedema ? rows : rows.map((row) => ({ ...row, oedema: undefined })),
      at,
    )
    store.runs.setSnapshot(run, snapshot)
    return snapshot
  })
}

/** A teacher takes minutes, and readers go on grading meanwhile: what they settled stands. */
function stillToTeach(store: ProjectStore, pseudo: readonly PseudoLabel[]): readonly PseudoLabel[] {
  if (pseudo.length === 0) return pseudo
  const open = new Set<string>(photographsToTeach(store).map(({ hash }) => hash))
  return pseudo.filter(({ hash }) => open.has(hash))
}

/** Brings a snapshot to what its run came to: each photograph in the part and the fold that it was in, without those that no
 *  fit could read. */
export function settleSnapshot(
  store: ProjectStore,
  snapshot: SnapshotId,
  { parts, leftOut }: { readonly parts: readonly Membership[]; readonly leftOut: readonly string[] },
): void {
  const hashes = new Map<ImageId, string>(store.images.all().map(({ image, sha256 }) => [image, sha256]))
  const gone = new Set(leftOut)
  const places = new Map(parts.map((one) => [one.hash, one]))
  const before = store.snapshots.items(snapshot)
  const items = before.flatMap((item): SnapshotItem[] => {
    const hash = hashes.get(item.image) ?? ''
    const { part, fold } = places.get(hash) ?? item
    return gone.has(hash) ? [] : [{ ...item, part, fold }]
  })
  const same = items.length === before.length && items.every((item, index) => isPlacedAs(item, before[index]))
  if (!same) store.snapshots.replace(snapshot, items)
}

function isPlacedAs({ part, fold }: SnapshotItem, other: SnapshotItem | undefined): boolean {
  return part === other?.part && fold === other.fold
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
  const labelled = items.flatMap(({ image, hash, group, grade, origin, oedema }): SnapshotItem[] => {
    const place = places.get(hash)
    if (!place) return []
    const row = { image, group, part: place.part, fold: place.fold, oedema }
    const label = labels.get(hash)
    return [label ? { ...row, ...taught(label, grade) } : { ...row, grade, origin, pseudo: null }]
  })
  const risks = labels.size > 0 ? store.labels.oedemaRisks() : new Map<ImageId, OedemaRisk>()
  const others = store.images.all().flatMap(({ image, sha256 }): SnapshotItem[] => {
    const label = known.has(image) ? undefined : labels.get(sha256)
    if (!label) return []
    const oedema = risks.get(image)
    return [{ image, group: groups.get(sha256) ?? sha256, part: 'train', fold: null, oedema, ...taught(label, null) }]
  })
  return [...labelled, ...others]
}

function taught({ source, target }: PseudoLabel, insteadOf: SnapshotItem['grade'] | null) {
  return { grade: predictedGrade(target), origin: 'pseudo' as const, pseudo: { source, target, insteadOf } }
}

/** The photographs of a snapshot that had a grade, with that grade, where they are now and in their groups of now. */
export function snapshotPhotographs(
  store: ProjectStore,
  snapshot: SnapshotId,
): (TrainingItem & Pick<SnapshotItem, 'part'>)[] {
  const places = placesNow(store)
  return store.snapshots.items(snapshot).flatMap(({ image, grade, origin, part, pseudo, oedema }) => {
    const place = places.get(image)
    const label = origin === 'pseudo' ? labelBefore(pseudo) : { grade, origin }
    return place && label ? [{ image, ...place, part, oedema, ...label }] : []
  })
}

function labelBefore(pseudo: SnapshotItem['pseudo']): Pick<TrainingItem, 'grade' | 'origin'> | null {
  if (!pseudo || pseudo.insteadOf === null) return null
  return { grade: pseudo.insteadOf, origin: pseudo.source === 'suspect' ? 'imported' : 'read' }
}

type TaughtItem = PseudoPhotograph & Pick<TrainingItem, 'hash' | 'oedema'>

/** The teacher's labels of a snapshot, one a content, in the order of their hashes, in their groups of now. */
export function pseudoPhotographs(store: ProjectStore, snapshot: SnapshotId): TaughtItem[] {
  const places = placesNow(store)
  const found = new Map<Sha256, TaughtItem>()
  for (const { image, pseudo, oedema } of store.snapshots.items(snapshot)) {
    const place = places.get(image)
    if (!place || !pseudo || found.has(place.hash)) continue
    found.set(place.hash, { ...place, target: pseudo.target, oedema })
  }
  return [...found.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
}

/** Groups are of now, too: what was imported since a run began may have shown two patients to be one. */
function placesNow(store: ProjectStore): Map<ImageId, Pick<TrainingItem, 'hash' | 'path' | 'group'>> {
  const groups = groupKeys(store)
  return new Map(
    store.images.all().map(({ image, sha256, path }) => {
      return [image, { hash: sha256, path, group: groups.get(sha256) ?? sha256 }]
    }),
  )
}
