import type { HeatMap } from '#imaging/heat-map.ts'
import type { MapSides } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'

/** What speaks for the explained grades, 0..1 with the largest at 1; of two sides, also what speaks against them, the largest
 *  of both at 1 or −1. All 0 where nothing does.
 *  Throws `AppError('compute_failed')` where a value is no number. */
export function scaledMap({ width, height, values }: HeatMap, sides: MapSides = 'one'): HeatMap {
  const shown = sides === 'two' ? values : values.map((value) => (value < 0 ? 0 : value))
  const largest = shown.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  if (!Number.isFinite(largest))
    throw new AppError('compute_failed', 'The model gave no number for a place of the map.')
  return { width, height, values: largest === 0 ? shown : shown.map((value) => value / largest) }
}
