import { gaussianBlur } from '../gaussian-blur.ts'
import type { Raster } from '../raster.ts'
import { onSmallerCopy, standOut } from './background.ts'
import { type Disc, discOf, greyOutside } from './disc.ts'
import { gray } from './gray.ts'

export interface BenGrahamSettings {
  /** Standard deviation of the local average, as a fraction of the retina's radius. */
  readonly fraction: number
  readonly gain: number
  /** What is kept of the radius. */
  readonly share: number
}

/** The winner's of the EyePACS competition (Graham 2015): radius 300 px, σ 10 px. */
export const benGrahamPreset: BenGrahamSettings = { fraction: 1 / 30, gain: 4, share: 0.9 }

/** A Gaussian is as good on a copy whose pixels are an eighth of its σ. */
const sigmaOfCopy = 8

/** Subtracts the local average: 128 + gain · (value − average), middle grey outside `share` of the radius. */
export function benGraham(image: Raster, disc: Disc | null, settings = benGrahamPreset): Raster {
  const sigma = settings.fraction * discOf(image, disc).radiusPx
  const factor = Math.max(1, Math.floor(sigma / sigmaOfCopy))
  // Shrinking and enlarging blur, too: boxes of variance f²/12, triangles of f²/6.
  const left = factor === 1 ? sigma : Math.sqrt(sigma ** 2 - factor ** 2 / 4) / factor
  const average = onSmallerCopy(image, factor, ({ data, width, height }) =>
    gaussianBlur(data, { width, height, channels: 3 }, left),
  )
  const enhanced = standOut(image, average, settings.gain)
  if (disc) greyOutside(enhanced, disc, settings.share)
  return enhanced
}

/** The same of the photograph's grey. */
export function benGrahamGray(image: Raster, disc: Disc | null, settings = benGrahamPreset): Raster {
  return benGraham(gray(image), disc, settings)
}
