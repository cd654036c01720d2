import { connectedGroups } from '#learning/data/dataset.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotItem } from '#store/snapshots.ts'

/** Group of every content: what a patient, identical bytes or being copies joins, transitively, named by its least hash. Made
 *  of contents alone, so that two projects with the same photographs split alike. A patient's key counts within one folder
 *  and those that number theirs as it does: public sets number their patients from 1 each. A patient of two others is known by a
 *  photograph in both. */
export function groupKeys(store: ProjectStore): ReadonlyMap<Sha256, Sha256> {
  const revision = store.revisionOf('images', 'contents', 'copies', 'sources')
  const known = kept.get(store)
  if (known?.revision === revision) return known.groups
  const groups = findGroups(store)
  kept.set(store, { revision, groups })
  return groups
}

/** Every job and judgement asks for them, and to make them takes a second of 100,000 photographs. */
const kept = new WeakMap<ProjectStore, { readonly revision: string; readonly groups: ReadonlyMap<Sha256, Sha256> }>()

function findGroups(store: ProjectStore): Map<Sha256, Sha256> {
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
