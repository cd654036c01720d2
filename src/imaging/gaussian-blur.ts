/** Shape of interleaved values, row by row: `width * height * channels`. */
export interface Grid {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Gaussian blur of interleaved values, unrounded; beyond the edges the picture is mirrored about its outermost pixels
 *  (OpenCV's default border). `sigma`: px; the kernel is cut at three of them. */
export function gaussianBlur(values: Uint8Array | Float32Array, grid: Grid, sigma: number): Float32Array {
  const kernel = gaussianKernel(sigma)
  const reach = (kernel.length - 1) / 2
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
    for (let tap = 0; tap < kernel.length; tap++) {
      addLine(across, row, padded, tap * channels, rowLength, kernel[tap] as number)
    }
  }
  const down = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    for (let tap = 0; tap < kernel.length; tap++) {
      const from = mirrored(y + tap - reach, height) * rowLength
      addLine(down, y * rowLength, across, from, rowLength, kernel[tap] as number)
    }
  }
  return down
}

function addLine(
  output: Float32Array,
  to: number,
  source: Float32Array,
  from: number,
  length: number,
  weight: number,
): void {
  for (let at = 0; at < length; at++) {
    output[to + at] = (output[to + at] as number) + weight * (source[from + at] as number)
  }
}

/** The cell that stands for one beyond the edges: … 2 1 | 0 1 2 … n−1 | n−2 n−3 … */
export function mirrored(cell: number, count: number): number {
  if (count === 1) return 0
  const period = 2 * (count - 1)
  const place = ((cell % period) + period) % period
  return place < count ? place : period - place
}

function gaussianKernel(sigma: number): Float32Array {
  const reach = Math.max(1, Math.round(sigma * 3))
  const weights = Array.from({ length: 2 * reach + 1 }, (_, tap) => Math.exp(-((tap - reach) ** 2) / (2 * sigma ** 2)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return Float32Array.from(weights, (weight) => weight / sum)
}
