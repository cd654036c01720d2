import type { HeatMap } from '#imaging/heat-map.ts'
import { AppError } from '#shared/errors.ts'

/** What speaks for the explained grades, 0..1 with the largest at 1, or all 0 where nothing does.
 *  Throws `AppError('compute_failed')` where a value is no number. */
export function scaledMap({ width, height, values }: HeatMap): HeatMap {
  const largest = values.reduce((a, b) => Math.max(a, b), 0)
  if (!Number.isFinite(largest))
    throw new AppError('compute_failed', 'The model gave no number for a place of the map.')
  return { width, height, values: values.map((value) => (value > 0 ? value / largest : 0)) }
}
