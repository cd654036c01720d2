import type { Raster } from './raster.ts'

/** Median of each channel over the square window that reaches `reach` pixels each way; at the edges, over what of it lies in
 *  the picture. The lower one of two. A histogram slides along each row (Huang 1979). */
export function medianFilter(image: Raster, reach: number): Raster {
  const output = new Uint8Array(image.data.length)
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < image.height; y++) filterRow(image, channel, y, reach, output)
  }
  return { ...image, data: output }
}

function filterRow({ data, width, height }: Raster, channel: number, y: number, reach: number, output: Uint8Array) {
  const top = Math.max(0, y - reach)
  const bottom = Math.min(height - 1, y + reach)
  const counts = new Int32Array(256)
  let total = 0
  let median = 0
  /** How many values of the window lie below `median`. */
  let below = 0
  const column = (x: number, sign: 1 | -1) => {
    for (let row = top; row <= bottom; row++) {
      const value = data[(row * width + x) * 3 + channel] as number
      counts[value] = (counts[value] as number) + sign
      if (value < median) below += sign
    }
    total += sign * (bottom - top + 1)
  }
  for (let x = 0; x < Math.min(reach, width); x++) column(x, 1)
  for (let x = 0; x < width; x++) {
    if (x + reach < width) column(x + reach, 1)
    if (x - reach - 1 >= 0) column(x - reach - 1, -1)
    const rank = (total - 1) >> 1
    while (below > rank) below -= counts[--median] as number
    while (below + (counts[median] as number) <= rank) below += counts[median++] as number
    output[(y * width + x) * 3 + channel] = median
  }
}
