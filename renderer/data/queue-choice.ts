import { boundaries, gradeNames } from '#shared/grades.ts'
import type { QueueRequest } from './contract-types.ts'

export type QueueOrder = NonNullable<QueueRequest['order']>

export const queueOrders = [
  { order: 'suspicion', name: 'Most suspicious first' },
  { order: 'active', name: 'Clear errors first' },
  { order: 'uncertainty', name: 'Model least sure first' },
  { order: 'diversity', name: 'Most suspicious, alike ones apart' },
  { order: 'unreviewed-first', name: 'Not yet read first' },
  { order: 'random', name: 'At random' },
  { order: 'name', name: 'By name' },
] as const satisfies readonly { order: QueueOrder; name: string }[]

/** Pairs of neighbouring grades to narrow the queue to, by their index: Mild and Moderate first, where most labels are wrong. */
export const boundaryChoices = boundaries
  .map(([low, high], boundary) => ({ boundary, name: `Only ${gradeNames[low]} – ${gradeNames[high]}` }))
  .toSorted((a, b) => Number(b.boundary === 1) - Number(a.boundary === 1))

export function queueRequest(reader: string, order: QueueOrder, boundary: number | null): QueueRequest {
  const pair = boundary === null ? undefined : boundaries[boundary]
  return pair ? { grader: reader, order, boundary: [pair[0], pair[1]] } : { grader: reader, order }
}
