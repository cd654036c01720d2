import type { Raster } from './raster.ts'

/** A rectangle in pixels of a raster; it may be fractional and may reach beyond the edges. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Contributions to one output cell of one axis: from `first`, one weight a source pixel. */
interface Taps {
  readonly first: Int32Array
  readonly weights: Float32Array
  readonly span: number
}

/** Resamples `area` of a photograph to `width` x `height`: the exact mean of the area each pixel covers when scaling down,
 *  linear interpolation when scaling up. What lies beyond the edges is black. */
export function resample(image: Raster, area: Rectangle, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3)
  resampleRows(image, area, width, height, 0, 3, (y, sums) => {
    const out = y * width * 3
    for (let index = 0; index < sums.length; index++) data[out + index] = (sums[index] as number) + 0.5
  })
  return { width, height, data }
}

/** `resample` of the green channel alone, unrounded: `width * height` values, 0..255. */
export function resampleGreen(image: Raster, area: Rectangle, width: number, height: number): Float32Array {
  const plane = new Float32Array(width * height)
  resampleRows(image, area, width, height, 1, 1, (y, sums) => plane.set(sums, y * width))
  return plane
}

function resampleRows(
  image: Raster,
  area: Rectangle,
  width: number,
  height: number,
  channel: number,
  channels: 1 | 3,
  onRow: (y: number, sums: Float32Array) => void,
): void {
  const columns = axisTaps(area.x, area.width, width, image.width)
  const rows = axisTaps(area.y, area.height, height, image.height)
  const rowValues = width * channels
  // Source rows are reduced to the output's width once each, in a ring as tall as one output row needs.
  const ring = Array.from({ length: rows.span }, () => new Float32Array(rowValues))
  const held = new Int32Array(rows.span).fill(-1)
  const sums = new Float32Array(rowValues)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let tap = 0; tap < rows.span; tap++) {
      const weight = rows.weights[y * rows.span + tap] as number
      if (weight === 0) continue
      const sourceRow = (rows.first[y] as number) + tap
      const slot = sourceRow % rows.span
      const reduced = ring[slot]
      if (reduced === undefined) continue
      if (held[slot] !== sourceRow) {
        const at = sourceRow * image.width * 3 + channel
        if (channels === 3) reduceRow(image.data, at, columns, reduced)
        else reduceRowOfOne(image.data, at, columns, reduced)
        held[slot] = sourceRow
      }
      for (let index = 0; index < rowValues; index++) {
        sums[index] = (sums[index] as number) + weight * (reduced[index] as number)
      }
    }
    onRow(y, sums)
  }
}

function reduceRow(source: Uint8Array, at: number, columns: Taps, out: Float32Array): void {
  const { first, weights, span } = columns
  for (let x = 0; x < first.length; x++) {
    let red = 0
    let green = 0
    let blue = 0
    let index = at + (first[x] as number) * 3
    for (let tap = x * span; tap < (x + 1) * span; tap++) {
      const weight = weights[tap] as number
      red += weight * (source[index] as number)
      green += weight * (source[index + 1] as number)
      blue += weight * (source[index + 2] as number)
      index += 3
    }
    out[x * 3] = red
    out[x * 3 + 1] = green
    out[x * 3 + 2] = blue
  }
}

function reduceRowOfOne(source: Uint8Array, at: number, columns: Taps, out: Float32Array): void {
  const { first, weights, span } = columns
  for (let x = 0; x < first.length; x++) {
    let sum = 0
    let index = at + (first[x] as number) * 3
    for (let tap = x * span; tap < (x + 1) * span; tap++) {
      sum += (weights[tap] as number) * (source[index] as number)
      index += 3
    }
    out[x] = sum
  }
}

function axisTaps(start: number, length: number, cells: number, pixels: number): Taps {
  const scale = length / cells
  const span = Math.min(pixels, Math.ceil(Math.max(scale, 1)) + 1)
  const first = new Int32Array(cells)
  const weights = new Float32Array(cells * span)
  for (let cell = 0; cell < cells; cell++) {
    // Pixel i covers [i, i + 1). A kernel narrower than one pixel widens to the linear one.
    const centre = start + (cell + 0.5) * scale
    const half = Math.max(scale, 1) / 2
    const from = Math.floor(centre - half)
    // Every tap stays inside the picture; what the kernel covers beyond it is black and has none.
    const inside = Math.min(Math.max(0, from), pixels - span)
    first[cell] = inside
    for (let tap = 0; tap < span; tap++) {
      const covered = Math.min(inside + tap + 1, centre + half) - Math.max(inside + tap, centre - half)
      if (covered > 0) weights[cell * span + tap] = covered / (2 * half)
    }
  }
  return { first, weights, span }
}
