import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { findCopies } from '#imaging/copies.ts'
import { inspectPhotograph } from '#imaging/inspect.ts'
import { scanFolder } from '#interchange/scan-folder.ts'
import { connectedGroups } from '#learning/data/dataset.ts'

export const halfNames = ['first', 'second'] as const
export type HalfName = (typeof halfNames)[number]

/** File names of a folder's photographs in two halves, copies kept together: groups take turns in the order of their least
 *  SHA-256, so that the same photographs always fall alike, whatever they are named. */
export async function halvesOf(folder: string): Promise<Readonly<Record<HalfName, readonly string[]>>> {
  const names = await scanFolder(folder)
  const inspected = await Promise.all(names.map((name) => inspectPhotograph(join(folder, name))))
  const copies = findCopies(
    inspected.map(({ perceptualHash, quality }) => ({ perceptualHash, histogram: quality.histogram })),
  )
  const keys = inspected.map(({ sha256 }) => [sha256])
  for (const [one, of] of copies) keys[one]?.push(inspected[of]?.sha256 ?? '')
  const groups = connectedGroups(keys)
  const least = new Map<number, string>()
  groups.forEach((group, index) => {
    const hash = inspected[index]?.sha256 ?? ''
    const known = least.get(group)
    if (known === undefined || hash < known) least.set(group, hash)
  })
  const turn = [...least].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([group]) => group)
  const isFirst = new Set(turn.filter((_, place) => place % 2 === 0))
  const half = (first: boolean) => names.filter((_, index) => isFirst.has(groups[index] ?? -1) === first)
  return { first: half(true), second: half(false) }
}

/** Links to one half of a folder's photographs, in another folder that is there. */
export async function linkHalf(from: string, half: HalfName, to: string): Promise<void> {
  for (const name of (await halvesOf(from))[half]) await symlink(join(from, name), join(to, name))
}
