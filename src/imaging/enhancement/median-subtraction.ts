import { medianFilter } from '../median-filter.ts'
import type { Raster } from '../raster.ts'
import { onSmallerCopy, standOut } from './background.ts'
import { type Disc, discOf, greyOutside } from './disc.ts'

export interface MedianSettings {
  /** Half the side of the window, as a fraction of the retina's radius: wider than what is to stand out. */
  readonly fraction: number
  readonly gain: number
  /** What is kept of the radius. */
  readonly share: number
}

export const medianPreset: MedianSettings = { fraction: 1 / 15, gain: 4, share: 0.9 }

/** Half the window's side on the copy that the median is taken on, pixels: a window of hundreds of values. */
const reachOfCopy = 12

/** Subtracts the local median: 128 + gain · (value − median), middle grey outside `share` of the radius. Small bright and
 *  dark lesions do not pull a median as they pull an average, so no halo is left about them. */
export function medianSubtraction(image: Raster, disc: Disc | null, settings = medianPreset): Raster {
  const reach = settings.fraction * discOf(image, disc).radiusPx
  const factor = Math.max(1, Math.floor(reach / reachOfCopy))
  const median = onSmallerCopy(
    image,
    factor,
    (small) => medianFilter(small, Math.max(1, Math.round(reach / factor))).data,
  )
  const enhanced = standOut(image, median, settings.gain)
  if (disc) greyOutside(enhanced, disc, settings.share)
  return enhanced
}
