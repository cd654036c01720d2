import { createRandom } from '#numerics/random/named-streams.ts'
import type { Change, Hole } from './change.ts'
import { normalQuantiles } from './normal-quantiles.ts'

/** Adds the change's noise, then its holes, to one photograph's planes. */
export function blemish(planes: Float32Array, size: number, change: Change, lines: Float64Array): void {
  if (change.gaussianNoise > 0) addGaussianNoise(planes, size, change, lines)
  if (change.saltAndPepper > 0) addSaltAndPepper(planes, size, change, lines)
  for (const hole of change.holes) cutOut(planes, size, hole)
}

/** Blanks a square to the mean colour, which is 0 after normalisation (CutOut, DeVries and Taylor 2017). */
function cutOut(planes: Float32Array, size: number, { x, y, side }: Hole): void {
  const first = (middle: number) => Math.max(0, Math.round((middle - side / 2) * size))
  const end = (middle: number) => Math.min(size, Math.round((middle + side / 2) * size))
  for (let channel = 0; channel < 3; channel++) {
    for (let row = first(y); row < end(y); row++) {
      const start = (channel * size + row) * size
      planes.fill(0, start + first(x), start + end(x))
    }
  }
}

/** Two numbers of each 32 random bits. */
function addGaussianNoise(planes: Float32Array, size: number, change: Change, lines: Float64Array): void {
  const random = createRandom(change.noiseSeed, 'gaussian')
  const normal = normalQuantiles()
  const area = size * size
  for (let channel = 0; channel < 3; channel++) {
    const [low, high] = [lines[channel * 4 + 2] as number, lines[channel * 4 + 3] as number]
    const spread = change.gaussianNoise * (high - low)
    const end = (channel + 1) * area
    const noisy = (at: number, part: number) =>
      Math.min(high, Math.max(low, (planes[at] as number) + spread * (normal[part] as number)))
    for (let at = channel * area; at < end; at += 2) {
      const bits = random.integer(0, 2 ** 32 - 1)
      planes[at] = noisy(at, bits & 0xffff)
      if (at + 1 < end) planes[at + 1] = noisy(at + 1, bits >>> 16)
    }
  }
}

/** Pixels drawn with replacement turn black or white in all channels. */
function addSaltAndPepper(planes: Float32Array, size: number, change: Change, lines: Float64Array): void {
  const random = createRandom(change.noiseSeed, 'salt and pepper')
  const area = size * size
  const specks = Math.round(change.saltAndPepper * area)
  for (let speck = 0; speck < specks; speck++) {
    const pixel = random.integer(0, area - 1)
    const bound = random.chance(0.5) ? 3 : 2
    for (let channel = 0; channel < 3; channel++) planes[channel * area + pixel] = lines[channel * 4 + bound] as number
  }
}
