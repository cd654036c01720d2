import { connectedGroups, type TrainingPhotograph } from '#learning/data/dataset.ts'
import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotItem } from '#store/snapshots.ts'

/** A photograph a run learns from, by its place in the project. */
export interface TrainingItem extends TrainingPhotograph {
  readonly hash: Sha256
  readonly image: ImageId
}

/** What a run would learn from now: every photograph with a settled grade. Left out are the ungradable, the unresolved
 *  and what screening rejected. */
export function gatherTrainingSet(store: ProjectStore): TrainingItem[] {
  const grades = new Map(store.readings.gradesToJudgeBy().map((row) => [row.image, row]))
  const rejected = new Set(store.quality.imagesOf('reject'))
  const groups = groupKeys(store)
  const risks = store.labels.oedemaRisks()
  return store.images.all().flatMap(({ image, sha256, path }) => {
    const current = grades.get(image)
    if (!current || current.grade === null || rejected.has(image)) return []
    const origin = current.state === 'imported' ? ('imported' as const) : ('read' as const)
    const group = groups.get(sha256) ?? sha256
    return [{ image, hash: sha256, path, group, grade: current.grade, origin, oedema: risks.get(image) }]
  })
}

/** Group of every content: what a patient, identical bytes or being copies joins, transitively, named by its least hash. Made
 *  of contents alone, so that two projects with the same photographs split alike. A patient's key counts within one folder
 *  and those that number theirs as it does: public sets number their patients from 1 each. A patient of two others is known by a
 *  photograph in both. */
export function groupKeys(store: ProjectStore): Map<Sha256, Sha256> {
  const images = store.images.all()
  const copies = new Map<Sha256, Sha256[]>()
  for (const [one, of] of store.copies.pairs()) copies.set(one, [...(copies.get(one) ?? []), of])
  const joined = connectedGroups(
    images.map(({ sha256, patient, numbering }) => [
      ...[sha256, ...(copies.get(sha256) ?? [])],
      ...(patient === null ? [] : [`patient ${patient} of ${numbering}`]),
    ]),
  )
  const least = new Map<number, Sha256>()
  images.forEach(({ sha256 }, index) => {
    const group = joined[index] ?? index
    const known = least.get(group)
    if (known === undefined || sha256 < known) least.set(group, sha256)
  })
  return new Map(images.map(({ sha256 }, index) => [sha256, least.get(joined[index] ?? index) ?? sha256]))
}

/** The groups, as they are now, of a snapshot's photographs. More photographs of a patient may have come since, and may have
 *  given the group another name or joined it with others; and a file may hold other bytes now, but the group's old name is one
 *  of its contents. */
export function groupsOf(
  store: ProjectStore,
  items: readonly Pick<SnapshotItem, 'image' | 'group'>[],
  groups: ReadonlyMap<string, string> = groupKeys(store),
): Set<string> {
  const hashes = new Map(store.images.all().map(({ image, sha256 }) => [image, sha256]))
  return new Set(
    items.flatMap(({ image, group }) => {
      const now = groups.get(hashes.get(image) ?? group)
      return [now, groups.get(group)].filter((name) => name !== undefined)
    }),
  )
}

/** Groups with a photograph that was locked away to judge models by. */
export function lockedGroups(store: ProjectStore): string[] {
  const groups = groupKeys(store)
  const locked = store.images.all().filter(({ split }) => split === 'hold-out')
  return [...new Set(locked.map(({ sha256 }) => groups.get(sha256) ?? sha256))].sort()
}
