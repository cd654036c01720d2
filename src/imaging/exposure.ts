import { countLuma, type Raster } from './raster.ts'
import { type Retina, retinaRow } from './retina.ts'

/** Grey levels up to this one are dark, from `brightFrom` on bright (8 bit). */
const darkTo = 30
const brightFrom = 225

/** 8-bit grey (BT.601 luma) histogram of the whole frame: 256 counts. Of more than half a million pixels every fourth one is
 *  counted, which moves a share by less than 0.0005. */
export function frameHistogram(image: Raster): Int32Array {
  const counts = new Int32Array(256)
  const pixels = image.width * image.height
  // Shifted by one each row: every column is counted as often.
  const stride = pixels > 500_000 ? 4 : 1
  for (let y = 0; y < image.height; y++) {
    countLuma(image, y * image.width + (y % stride), (y + 1) * image.width, counts, stride)
  }
  return counts
}

/** 8-bit grey (BT.601 luma) histogram inside the retina, without the outermost 5 % of its radius, where aperture and
 *  vignetting blend: 256 counts. */
export function retinaHistogram(image: Raster, retina: Retina): Int32Array {
  const counts = new Int32Array(256)
  for (let y = 0; y < image.height; y++) {
    const [first, end] = retinaRow(retina, y, image.width, 0.95)
    countLuma(image, y * image.width + first, y * image.width + end, counts)
  }
  return counts
}

/** Share of the counted pixels in the dark levels 0..30 and in the bright levels 225..255; 0 and 0 of nothing. */
export function exposureFractions(histogram: Int32Array): { dark: number; bright: number } {
  let total = 0
  let dark = 0
  let bright = 0
  for (let level = 0; level < 256; level++) {
    const pixels = histogram[level] as number
    total += pixels
    if (level <= darkTo) dark += pixels
    if (level >= brightFrom) bright += pixels
  }
  return total === 0 ? { dark: 0, bright: 0 } : { dark: dark / total, bright: bright / total }
}

/** 256 grey levels gathered in 64 bins of four, as shares that add up to 1 (all 0 of an empty histogram). */
export function histogramShares(histogram: Int32Array): number[] {
  const total = histogram.reduce((sum, pixels) => sum + pixels, 0)
  const bins = new Array<number>(64).fill(0)
  if (total === 0) return bins
  for (let level = 0; level < 256; level++) bins[level >> 2] = (bins[level >> 2] ?? 0) + (histogram[level] ?? 0) / total
  return bins
}
