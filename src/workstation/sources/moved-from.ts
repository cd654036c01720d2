import type { MovedFolder } from '#shared/contract/sources.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { compareFolder } from './compare-folder.ts'

/** Photographs that are compared to tell whether a folder was moved: a moved one has nearly all as they were. */
const compared = 24

/** The folder of the project whose photographs lie in this one now, with the same bytes, and are no longer where they were; null where
 *  there is none. Imported as new ones they would all come in a second time, without their labels and readings. `paths`: of the
 *  photographs in `folder`. */
export async function movedFrom(
  store: ProjectStore,
  folder: string,
  paths: readonly string[],
): Promise<MovedFolder | null> {
  const sources = store.images.sources()
  if (sources.some((source) => source.folder === folder && source.images > 0)) return null
  const here = new Set(paths)
  for (const { source, folder: before } of sources) {
    const known = store.images.known(source)
    const found = [...known].filter(([path]) => here.has(path))
    if (found.length === 0 || 2 * found.length < known.size) continue
    const some = new Map(spread(found, compared))
    const [then, now] = [await compareFolder(before, some), await compareFolder(folder, some)]
    const isGone = 2 * then.missing.length > some.size
    if (isGone && 2 * now.same.length > some.size) return { folder: before, images: known.size, here: found.length }
  }
  return null
}

/** At most so many of a list, evenly from its whole length. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most)
  return Array.from({ length: Math.min(most, items.length) }, (_, index) => items[Math.floor(index * step)] as Item)
}
