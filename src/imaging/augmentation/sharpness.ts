/** Weight of a pixel beside its eight neighbours, which have 1 each. */
const centre = 5

/** Rows of R, G, B moved away from, or towards, the same smoothed over 3x3 pixels: 0 is smoothed, 1 as it is, 2 stresses
 *  edges as much as 0 washes them out. The outermost pixels stay, as in PIL's `ImageEnhance.Sharpness`. */
export function sharpenedBy(pixels: Uint8Array, size: number, sharpness: number): Uint8Array {
  if (sharpness === 1) return pixels
  const output = Uint8Array.from(pixels)
  const row = size * 3
  for (let y = 1; y < size - 1; y++) {
    for (let at = y * row + 3; at < (y + 1) * row - 3; at++) {
      let sum = (centre - 1) * (pixels[at] as number)
      for (let line = at - row; line <= at + row; line += row) {
        sum += (pixels[line - 3] as number) + (pixels[line] as number) + (pixels[line + 3] as number)
      }
      const smooth = Math.round(sum / (centre + 8))
      const value = smooth + sharpness * ((pixels[at] as number) - smooth)
      output[at] = Math.min(255, Math.max(0, Math.round(value)))
    }
  }
  return output
}
