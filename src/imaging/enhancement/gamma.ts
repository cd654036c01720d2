import type { Raster } from '../raster.ts'

export interface GammaSettings {
  /** Exponent of values of 0..1; below 1 dark parts grow brighter. */
  readonly gamma: number
}

export const gammaPreset: GammaSettings = { gamma: 0.7 }

/** Every value to the power of gamma. */
export function gamma(image: Raster, settings = gammaPreset): Raster {
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * (value / 255) ** settings.gamma))
  return { ...image, data: image.data.map((value) => table[value] as number) }
}
