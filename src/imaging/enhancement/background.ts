import { type Raster, shrink } from '../raster.ts'

/** What varies slowly in a photograph, found on a copy `factor` times smaller and enlarged again (linear between its
 *  pixels): three values a pixel, unrounded. */
export function onSmallerCopy(image: Raster, factor: number, find: (small: Raster) => ArrayLike<number>): Float32Array {
  const small = shrink(image, factor)
  const found = find(small)
  if (factor === 1) return Float32Array.from(found)
  const { width, height } = image
  const values = new Float32Array(width * height * 3)
  const columns = Array.from({ length: width }, (_, x) => between((x + 0.5) / factor - 0.5, small.width))
  for (let y = 0; y < height; y++) {
    const row = between((y + 0.5) / factor - 0.5, small.height)
    const above = row.first * small.width * 3
    const below = row.second * small.width * 3
    for (let x = 0; x < width; x++) {
      const { first, second, fraction } = columns[x] as Neighbours
      for (let channel = 0; channel < 3; channel++) {
        const value = (start: number, at: number) => found[start + at * 3 + channel] as number
        const top = value(above, first) * (1 - fraction) + value(above, second) * fraction
        const bottom = value(below, first) * (1 - fraction) + value(below, second) * fraction
        values[(y * width + x) * 3 + channel] = top * (1 - row.fraction) + bottom * row.fraction
      }
    }
  }
  return values
}

interface Neighbours {
  readonly first: number
  readonly second: number
  readonly fraction: number
}

function between(place: number, count: number): Neighbours {
  const inside = Math.min(Math.max(place, 0), count - 1)
  const first = Math.floor(inside)
  return { first, second: Math.min(first + 1, count - 1), fraction: inside - first }
}

/** What stands out from its background: 128 + gain · (value − background), rounded and kept to 0..255. */
export function standOut(image: Raster, background: Float32Array, gain: number): Raster {
  const data = new Uint8Array(image.data.length)
  for (let at = 0; at < data.length; at++) {
    const value = 128 + gain * ((image.data[at] as number) - (background[at] as number))
    data[at] = Math.min(255, Math.max(0, value)) + 0.5
  }
  return { ...image, data }
}
