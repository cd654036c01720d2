import { luma, type Raster } from '../raster.ts'

/** The luma of every pixel in all three channels. */
export function gray(image: Raster): Raster {
  const data = new Uint8Array(image.data.length)
  for (let at = 0; at < data.length; at += 3) {
    const [red, green, blue] = [image.data[at], image.data[at + 1], image.data[at + 2]] as [number, number, number]
    data.fill(luma(red, green, blue), at, at + 3)
  }
  return { ...image, data }
}
