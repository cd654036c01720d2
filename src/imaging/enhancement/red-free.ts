import type { Raster } from '../raster.ts'

/** The green channel in all three: vessels and bleedings are darkest in it, as through a red-free filter. */
export function redFree(image: Raster): Raster {
  const data = new Uint8Array(image.data.length)
  for (let at = 0; at < data.length; at += 3) data.fill(image.data[at + 1] as number, at, at + 3)
  return { ...image, data }
}
