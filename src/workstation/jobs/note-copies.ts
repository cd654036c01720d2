import { findCopies } from '#imaging/copies.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** Finds copies among the photographs that were not compared yet and all others, so that groups join them. To be called
 *  before anything is split by groups, or asked whether it was seen. */
export function noteCopies(store: ProjectStore): void {
  if (!store.copies.isDue()) return
  const measured = store.copies.measured()
  const known = measured.filter(({ compared }) => compared).length
  const contents = measured.map(({ content }) => content)
  const pairs = findCopies(measured, known).map(([one, of]) => [contents[one] ?? 0, contents[of] ?? 0] as const)
  store.copies.put(pairs)
}
