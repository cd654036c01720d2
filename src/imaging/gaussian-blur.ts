/** Shape of interleaved values, row by row: `width * height * channels`. */
export interface Grid {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Gaussian blur of interleaved values, unrounded; beyond the edges the picture is mirrored about its outermost pixels
 *  (OpenCV's default border). `sigma`: px; the kernel is cut at three of them. */
export function gaussianBlur(values: Uint8Array | Float32Array, grid: Grid, sigma: number): Float32Array {
  const weights = gaussianWeights(sigma)
  const reach = weights.length - 1
  const { width, height, channels } = grid
  const rowLength = width * channels
  const across = new Float32Array(values.length)
  const padded = new Float32Array((width + 2 * reach) * channels)
  for (let y = 0; y < height; y++) {
    const row = y * rowLength
    padded.set(values.subarray(row, row + rowLength), reach * channels)
    for (let beyond = 1; beyond <= reach; beyond++) {
      for (let channel = 0; channel < channels; channel++) {
        const left = mirrored(-beyond, width) * channels + channel
        const right = mirrored(width - 1 + beyond, width) * channels + channel
        padded[(reach - beyond) * channels + channel] = values[row + left] as number
        padded[(reach + width - 1 + beyond) * channels + channel] = values[row + right] as number
      }
    }
    weighLines(across.subarray(row, row + rowLength), padded, (step) => (reach + step) * channels, weights)
  }
  const down = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    const row = y * rowLength
    const startOf = (step: number) => mirrored(y + step, height) * rowLength
    weighLines(down.subarray(row, row + rowLength), across, startOf, weights)
  }
  return down
}

/** Fills a line with the sum of lines up to `weights.length - 1` steps away on either side, which start at `startOf(step)`.
 *  Four are added at once: going over them takes more time than adding. */
function weighLines(
  line: Float32Array,
  source: Float32Array,
  startOf: (step: number) => number,
  weights: Float32Array,
): void {
  const middle = startOf(0)
  const weight = weights[0] as number
  for (let at = 0; at < line.length; at++) line[at] = weight * (source[middle + at] as number)
  for (let step = 1; step < weights.length; step += 2) {
    // After the last pair, one that counts for nothing.
    const next = Math.min(step + 1, weights.length - 1)
    const outer = next === step ? 0 : (weights[next] as number)
    const [before, after] = [startOf(-step), startOf(step)]
    addPairs(line, source, before, after, weights[step] as number, startOf(-next), startOf(next), outer)
  }
}

function addPairs(
  line: Float32Array,
  source: Float32Array,
  before: number,
  after: number,
  inner: number,
  farBefore: number,
  farAfter: number,
  outer: number,
): void {
  for (let at = 0; at < line.length; at++) {
    line[at] =
      (line[at] as number) +
      inner * ((source[before + at] as number) + (source[after + at] as number)) +
      outer * ((source[farBefore + at] as number) + (source[farAfter + at] as number))
  }
}

/** The cell that stands for one beyond the edges: … 2 1 | 0 1 2 … n−1 | n−2 n−3 … */
export function mirrored(cell: number, count: number): number {
  if (count === 1) return 0
  const period = 2 * (count - 1)
  const place = ((cell % period) + period) % period
  return place < count ? place : period - place
}

/** From the middle outwards; both sides together sum to 1. */
function gaussianWeights(sigma: number): Float32Array {
  const reach = Math.max(1, Math.round(sigma * 3))
  const weights = Array.from({ length: reach + 1 }, (_, step) => Math.exp(-(step ** 2) / (2 * sigma ** 2)))
  const sum = 2 * weights.reduce((total, weight) => total + weight, 0) - 1
  return Float32Array.from(weights, (weight) => weight / sum)
}
