import { gaussianBlur } from '../gaussian-blur.ts'
import { type Normalisation, retinaNormalisation } from '../normalise.ts'
import { blemish } from './blemish.ts'
import type { Change } from './change.ts'
import { lightLines } from './light.ts'
import { sharpenedBy } from './sharpness.ts'
import { toned } from './tone.ts'
import { warpInto } from './warp.ts'

/** Changes a prepared photograph (8-bit rows of R, G, B, `size * size * 3` bytes; not written to) and normalises it:
 *  float32 planes R, G, B to `output` from `offset`, (value − mean) / deviation, values clipped to 0..1 before. All of the
 *  geometry is one reading of the pixels. */
export function augmentInto(
  pixels: Uint8Array,
  size: number,
  change: Change,
  output: Float32Array,
  offset = 0,
  normalisation: Normalisation = retinaNormalisation,
): void {
  const lines = lightLines(change, normalisation)
  const sharpened = sharpenedBy(change.tones.reduce(toned, pixels), size, change.sharpness)
  const source = blurred(sharpened, size, change.blur * size)
  warpInto(source, size, change.geometry, change.saturation, lines, output, offset)
  blemish(output.subarray(offset, offset + 3 * size * size), size, change, lines)
}

/** A blur of less than a fifth of a pixel changes nothing that 8 bits show. */
function blurred(pixels: Uint8Array, size: number, sigma: number): Uint8Array {
  if (sigma < 0.2) return pixels
  const values = gaussianBlur(pixels, { width: size, height: size, channels: 3 }, sigma)
  const rounded = new Uint8Array(values.length)
  for (let at = 0; at < rounded.length; at++) rounded[at] = (values[at] as number) + 0.5
  return rounded
}
