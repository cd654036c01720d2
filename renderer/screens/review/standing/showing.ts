import { create } from 'zustand'
import { type Queue, rowsOfQueue, type Standing, standings } from '#shared/queue.ts'

interface Showing {
  /** What the queue is narrowed to; null for all of it. */
  readonly standing: Standing | null
  readonly show: (standing: Standing | null) => void
}

/** Which photographs of the queue are shown, by where they stand in its order. */
export const useShowing = create<Showing>((set) => ({
  standing: null,
  show: (standing) => set({ standing }),
}))

/** The queue's photographs of one standing; all of them where it has none any more. */
export function narrowedTo(queue: Queue, standing: Standing | null): Queue {
  if (standing === null) return queue
  const wanted = standings.indexOf(standing)
  const rows = queue.standing.flatMap((one, row) => (one === wanted ? [row] : []))
  return rows.length === 0 ? queue : rowsOfQueue(queue, rows)
}

/** How many photographs have each standing. */
export function standingCounts(queue: Queue): ReadonlyMap<Standing, number> {
  const counts = new Map<Standing, number>()
  for (const code of queue.standing) {
    const standing = standings[code]
    if (standing) counts.set(standing, (counts.get(standing) ?? 0) + 1)
  }
  return counts
}
