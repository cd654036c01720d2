import type { Raster } from '../raster.ts'
import type { Retina } from '../retina.ts'

/** Where the retina is, pixels of the raster that it belongs to. */
export type Disc = Pick<Retina, 'centreX' | 'centreY' | 'radiusPx'>

/** The retina, or the disc that the frame would hold where none was found: what lengths are measured by. */
export function discOf(image: Raster, disc: Disc | null): Disc {
  const { width, height } = image
  return disc ?? { centreX: width / 2, centreY: height / 2, radiusPx: Math.max(width, height) / 2 }
}

/** Sets to middle grey, in place, what lies outside `share` of the disc's radius: the bright rim that is left where the
 *  local average reaches into the black surround. */
export function greyOutside(image: Raster, disc: Disc, share: number): void {
  const reach = (share * disc.radiusPx) ** 2
  for (let y = 0; y < image.height; y++) {
    const dy = (y + 0.5 - disc.centreY) ** 2
    for (let x = 0; x < image.width; x++) {
      if ((x + 0.5 - disc.centreX) ** 2 + dy <= reach) continue
      const at = (y * image.width + x) * 3
      image.data.fill(128, at, at + 3)
    }
  }
}
