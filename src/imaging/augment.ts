import { type Normalisation, retinaNormalisation } from './normalise.ts'
import type { Random } from './random.ts'

/** How far a training photograph may be changed. */
export interface AugmentationRange {
  /** Flips left to right and top to bottom, each with probability 1/2. */
  readonly flips: boolean
  /** Largest rotation either way, degrees; 180 is every angle. */
  readonly rotationDegrees: number
  /** Magnification is drawn log-uniformly between 1 / (1 + zoom) and 1 + zoom. */
  readonly zoom: number
  /** Standard deviation of the relative change of brightness, and of contrast. */
  readonly brightness: number
  readonly contrast: number
}

/** The augmentation of `method.md`: flips, every angle, brightness and contrast with σ 0.1; zoom of 10 %. */
export const standardAugmentation: AugmentationRange = {
  flips: true,
  rotationDegrees: 180,
  zoom: 0.1,
  brightness: 0.1,
  contrast: 0.1,
}

/** One drawn change of a photograph. */
export interface Augmentation {
  readonly flipX: boolean
  readonly flipY: boolean
  readonly angleRadians: number
  readonly magnification: number
  /** Values are multiplied by `brightness`, then stretched about the channel's mean by `contrast`. */
  readonly brightness: number
  readonly contrast: number
}

export const noAugmentation: Augmentation = {
  flipX: false,
  flipY: false,
  angleRadians: 0,
  magnification: 1,
  brightness: 1,
  contrast: 1,
}

/** Draws a change. Always takes the same count of numbers from `random`, so that streams stay in step. */
export function drawAugmentation(random: Random, range: AugmentationRange = standardAugmentation): Augmentation {
  const [flipX, flipY] = [random.chance(0.5), random.chance(0.5)]
  const angle = random.between(-1, 1)
  const zoom = random.between(-1, 1)
  const [brightness, contrast] = [random.gaussian(range.brightness), random.gaussian(range.contrast)]
  return {
    flipX: range.flips && flipX,
    flipY: range.flips && flipY,
    angleRadians: (angle * range.rotationDegrees * Math.PI) / 180,
    magnification: (1 + range.zoom) ** zoom,
    brightness: Math.max(0.2, 1 + brightness),
    contrast: Math.max(0.2, 1 + contrast),
  }
}

/** Changes a prepared photograph and normalises it, in one pass: every output pixel is read bilinearly at its place in
 *  `pixels` (8-bit rows of R, G, B, `size * size * 3` bytes; black beyond the edges), its light adjusted (values clipped to
 *  0..1), and written as float32 planes R, G, B to `output` from `offset`, (value − mean) / deviation. */
export function augmentInto(
  pixels: Uint8Array,
  size: number,
  change: Augmentation,
  output: Float32Array,
  offset = 0,
  normalisation: Normalisation = retinaNormalisation,
): void {
  const tables = lightTables(change, normalisation)
  const area = size * size
  const middle = size / 2
  // Output to input, about the middle: undo the magnification and the rotation, then the flips.
  const cos = Math.cos(change.angleRadians) / change.magnification
  const sin = Math.sin(change.angleRadians) / change.magnification
  const [signX, signY] = [change.flipX ? -1 : 1, change.flipY ? -1 : 1]
  const [stepX, stepY] = [signX * cos, -signY * sin]
  const last = size - 1
  const rowBytes = size * 3
  for (let y = 0; y < size; y++) {
    const dy = y + 0.5 - middle
    let sourceX = signX * (cos * (0.5 - middle) + sin * dy) + middle - 0.5
    let sourceY = signY * (-sin * (0.5 - middle) + cos * dy) + middle - 0.5
    let target = offset + y * size
    for (let x = 0; x < size; x++, target++, sourceX += stepX, sourceY += stepY) {
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      if (left < 0 || top < 0 || left >= last || top >= last) {
        edgePixel(pixels, size, sourceX, sourceY, tables, output, target, area)
        continue
      }
      const fractionX = sourceX - left
      const fractionY = sourceY - top
      const topRight = fractionX * (1 - fractionY)
      const bottomLeft = (1 - fractionX) * fractionY
      const bottomRight = fractionX * fractionY
      const topLeft = 1 - topRight - bottomLeft - bottomRight
      const at = top * rowBytes + left * 3
      const below = at + rowBytes
      const red =
        topLeft * (pixels[at] as number) +
        topRight * (pixels[at + 3] as number) +
        bottomLeft * (pixels[below] as number) +
        bottomRight * (pixels[below + 3] as number)
      const green =
        topLeft * (pixels[at + 1] as number) +
        topRight * (pixels[at + 4] as number) +
        bottomLeft * (pixels[below + 1] as number) +
        bottomRight * (pixels[below + 4] as number)
      const blue =
        topLeft * (pixels[at + 2] as number) +
        topRight * (pixels[at + 5] as number) +
        bottomLeft * (pixels[below + 2] as number) +
        bottomRight * (pixels[below + 5] as number)
      output[target] = lit(tables, 0, red)
      output[target + area] = lit(tables, 1, green)
      output[target + 2 * area] = lit(tables, 2, blue)
    }
  }
}

/** Gain, shift and bounds of each channel: light and normalisation are one straight line with both ends cut off. */
function lightTables(change: Augmentation, normalisation: Normalisation): Float64Array {
  const lines = new Float64Array(12)
  for (let channel = 0; channel < 3; channel++) {
    const mean = normalisation.mean[channel] ?? 0
    const deviation = normalisation.deviation[channel] ?? 1
    // mean + (brightness * v − mean) * contrast, then (… − mean) / deviation
    lines[channel * 4] = (change.brightness * change.contrast) / (255 * deviation)
    lines[channel * 4 + 1] = (-mean * change.contrast) / deviation
    lines[channel * 4 + 2] = -mean / deviation
    lines[channel * 4 + 3] = (1 - mean) / deviation
  }
  return lines
}

function lit(lines: Float64Array, channel: number, value: number): number {
  const at = channel * 4
  const moved = value * (lines[at] as number) + (lines[at + 1] as number)
  const low = lines[at + 2] as number
  const high = lines[at + 3] as number
  return Math.min(high, Math.max(low, moved))
}

/** A pixel whose four neighbours are not all in the picture. */
function edgePixel(
  pixels: Uint8Array,
  size: number,
  sourceX: number,
  sourceY: number,
  lines: Float64Array,
  output: Float32Array,
  target: number,
  area: number,
): void {
  const left = Math.floor(sourceX)
  const top = Math.floor(sourceY)
  const sums = [0, 0, 0]
  for (let corner = 0; corner < 4; corner++) {
    const x = left + (corner & 1)
    const y = top + (corner >> 1)
    if (x < 0 || y < 0 || x >= size || y >= size) continue
    const weight = (1 - Math.abs(sourceX - x)) * (1 - Math.abs(sourceY - y))
    for (let channel = 0; channel < 3; channel++) {
      sums[channel] = (sums[channel] ?? 0) + weight * (pixels[(y * size + x) * 3 + channel] ?? 0)
    }
  }
  for (let channel = 0; channel < 3; channel++) {
    output[target + channel * area] = lit(lines, channel, sums[channel] ?? 0)
  }
}
