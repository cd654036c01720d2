import { findCopyPairs } from '#imaging/copies.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** Finds copies among the photographs that were not compared yet and all others, so that groups join them. To be called
 *  before anything is split by groups, or asked whether it was seen. */
export function noteCopies(store: ProjectStore): void {
  if (!store.copies.isDue()) return
  const measured = store.copies.measured()
  const known = measured.filter(({ compared }) => compared).length
  const contents = measured.map(({ content }) => content)
  const pairs = findCopyPairs(measured, known)
  store.copies.put(pairs.map(({ later, earlier, turn }) => [contents[later] ?? 0, contents[earlier] ?? 0, turn]))
}
