import { type BoundaryEntryReport, leastControlsToTell } from '#shared/contract/health.ts'
import type { Range } from '../../../ui/charts/scale.ts'

export interface FoundPlot {
  /** Wrong labels found after so many readings. */
  readonly curve: readonly (readonly [readings: number, found: number])[]
  /** What as many readings in random order would have found, by the share of wrong labels among the controls; null before
   *  enough controls have been read. */
  readonly random: number | null
  /** All wrong labels there are, found or not, with the 95 % interval; null as long as that cannot be estimated. */
  readonly total: { readonly value: number; readonly low: number; readonly high: number } | null
  /** Whether the axis reaches as far: where there are many times more than were found, the curves would lie flat on it. */
  readonly showsTotal: boolean
  readonly x: Range
  readonly y: Range
}

/** The curve of one boundary with all that it is held against. */
export function foundPlot(entry: BoundaryEntryReport): FoundPlot {
  const { read, found, controls, wrongControls, remaining, remainingInterval, curve } = entry
  const random = controls < leastControlsToTell ? null : (read * wrongControls) / controls
  const total =
    remaining === null || remainingInterval === null
      ? null
      : { value: found + remaining, low: found + remainingInterval[0], high: found + remainingInterval[1] }
  const near = Math.max(found, random ?? 0, 1)
  const showsTotal = total !== null && total.high <= flat * near
  const highest = showsTotal ? Math.max(near, total.high) : near
  return { curve, random, total, showsTotal, x: [0, Math.max(read, 1)], y: [0, highest * 1.04] }
}

/** Times as high as the curves an axis may be before they lie flat on it. */
const flat = 10

/** Mild and Moderate first: that is where the noise is. */
export function noisiestFirst(entries: readonly BoundaryEntryReport[]): readonly BoundaryEntryReport[] {
  const rank = ({ boundary }: BoundaryEntryReport) => (boundary[0] === 1 ? 0 : 1)
  return entries.toSorted((a, b) => rank(a) - rank(b))
}
