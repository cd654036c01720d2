import { AppError } from '#shared/errors.ts'
import { heatColour } from './colour-ramp.ts'
import { encodePng } from './encode.ts'
import type { CropSquare } from './prepare.ts'

/** Where a network looked: `width * height` values 0..1, row by row, over the square that the network saw. */
export interface HeatMap {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

export interface OverlayOptions {
  /** The photograph's oriented full resolution, px. */
  readonly width: number
  readonly height: number
  /** The square of it that the map covers, in the same pixels. */
  readonly crop: CropSquare
  /** Longer side of the picture that comes out, px; the photograph's own where that is smaller. */
  readonly maxSide?: number
  /** Values at which contour lines are drawn. */
  readonly contours?: readonly number[]
}

/** Values up to this one stay clear. */
const leastShown = 0.05

export const standardContours: readonly number[] = [0.25, 0.5, 0.75]

/** An RGBA PNG that lies exactly over the whole oriented photograph, scaled to fit `maxSide` (1,024 px unless told). Colour and
 *  opacity rise with the map (nothing below 0.05), contour lines mark its levels, and outside the crop all is clear.
 *  Map cells are interpolated between their centres. Throws `AppError('length_mismatch')`. */
export async function renderHeatMap(map: HeatMap, options: OverlayOptions): Promise<Uint8Array> {
  const { data, width, height } = paintHeatMap(map, options)
  return encodePng(data, width, height, 4)
}

/** The pixels of `renderHeatMap`: `width * height * 4` bytes, colour not premultiplied. */
export function paintHeatMap(
  map: HeatMap,
  options: OverlayOptions,
): { width: number; height: number; data: Uint8Array } {
  if (map.values.length !== map.width * map.height) {
    const message = `A heat map of ${map.width} x ${map.height} cells came with ${map.values.length} values.`
    throw new AppError('length_mismatch', message)
  }
  const scale = Math.min(1, (options.maxSide ?? 1024) / Math.max(options.width, options.height))
  const width = Math.max(1, Math.round(options.width * scale))
  const height = Math.max(1, Math.round(options.height * scale))
  const levels = sampleMap(map, options, width, height)
  const data = new Uint8Array(width * height * 4)
  for (let pixel = 0; pixel < levels.length; pixel++) {
    const value = levels[pixel] as number
    if (!(value > leastShown)) continue
    const [red, green, blue] = heatColour(value)
    const opacity = Math.min(0.75, 1.2 * (value - leastShown))
    data.set([red, green, blue, Math.round(255 * opacity)], pixel * 4)
  }
  for (const level of options.contours ?? standardContours) drawContour(levels, width, height, level, data)
  return { width, height, data }
}

/** The map's value under each pixel of the picture; NaN outside the crop. */
function sampleMap(map: HeatMap, options: OverlayOptions, width: number, height: number): Float32Array {
  const { crop } = options
  const levels = new Float32Array(width * height).fill(Number.NaN)
  for (let y = 0; y < height; y++) {
    const mapY = ((((y + 0.5) * options.height) / height - crop.y) / crop.side) * map.height
    if (mapY < 0 || mapY >= map.height) continue
    for (let x = 0; x < width; x++) {
      const mapX = ((((x + 0.5) * options.width) / width - crop.x) / crop.side) * map.width
      if (mapX < 0 || mapX >= map.width) continue
      levels[y * width + x] = valueUnder(map, mapX, mapY)
    }
  }
  return levels
}

/** What the map has under a place counted in cells from its upper left corner, linear between the centres of cells. */
export function valueUnder(map: HeatMap, x: number, y: number): number {
  const left = Math.floor(x - 0.5)
  const top = Math.floor(y - 0.5)
  const fractionX = x - 0.5 - left
  const fractionY = y - 0.5 - top
  const cell = (column: number, row: number) =>
    map.values[
      Math.min(map.height - 1, Math.max(0, row)) * map.width + Math.min(map.width - 1, Math.max(0, column))
    ] as number
  const upper = cell(left, top) * (1 - fractionX) + cell(left + 1, top) * fractionX
  const lower = cell(left, top + 1) * (1 - fractionX) + cell(left + 1, top + 1) * fractionX
  return upper * (1 - fractionY) + lower * fractionY
}

/** A light line just above the level beside a dark one just below: seen on a pale disc as on a dark haemorrhage. */
function drawContour(levels: Float32Array, width: number, height: number, level: number, data: Uint8Array): void {
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const pixel = y * width + x
      for (const neighbour of [pixel + 1, pixel + width]) {
        const here = (levels[pixel] as number) - level
        const there = (levels[neighbour] as number) - level
        // Also false where either lies outside the crop.
        if (!(here * there < 0 || (here === 0 && there < 0))) continue
        const [above, below] = here >= there ? [pixel, neighbour] : [neighbour, pixel]
        data.set([255, 255, 255, 230], above * 4)
        data.set([20, 20, 20, 160], below * 4)
      }
    }
  }
}
