import type { MapSides } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { heatColour, sideColour } from './colour-ramp.ts'
import { encodePng } from './encode.ts'
import type { CropSquare } from './prepare.ts'

/** Where a network looked: `width * height` values, row by row, over the square that the network saw. 0..1, or −1..1 in a map
 *  of two sides. */
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
  /** Of a map that sets one grade against another, what is below 0 is shown too, in blue, and the rest in red. */
  readonly sides?: MapSides
  /** Values at which contour lines are drawn. */
  readonly contours?: readonly number[]
}

/** Values up to this one stay clear. */
const leastShown = 0.05

export const standardContours: readonly number[] = [0.25, 0.5, 0.75]

/** A reader waits for it: half the time of the usual 6 for a tenth more bytes. */
const pngEffort = 3

/** An RGBA PNG that lies exactly over the whole oriented photograph, scaled to fit `maxSide` (1,024 px unless told). Colour and
 *  opacity rise with the map (nothing below 0.05), contour lines mark its levels, dashed where the map is below 0, and outside
 *  the crop all is clear. Map cells are interpolated between their centres. Throws `AppError('length_mismatch')`. */
export async function renderHeatMap(map: HeatMap, options: OverlayOptions): Promise<Uint8Array> {
  const { data, width, height } = paintHeatMap(map, options)
  return encodePng(data, width, height, 4, pngEffort)
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
  const { crop } = options
  const levels = sampleMap(
    map,
    (x) => ((((x + 0.5) * options.width) / width - crop.x) / crop.side) * map.width,
    (y) => ((((y + 0.5) * options.height) / height - crop.y) / crop.side) * map.height,
    { width, height },
  )
  const pixels = new Uint32Array(width * height)
  const { above, below } = palettes[options.sides ?? 'one']
  for (let pixel = 0; pixel < levels.length; pixel++) {
    const value = levels[pixel] as number
    const palette = value < 0 ? below : above
    const size = Math.abs(value)
    if (palette && size > leastShown) pixels[pixel] = palette[Math.min(shades, Math.round(size * shades))] as number
  }
  drawContours(levels, options.contours ?? standardContours, width, height, pixels)
  return { width, height, data: new Uint8Array(pixels.buffer) }
}

/** The map's value under each pixel of a picture, linear between the centres of cells and flat beyond the outermost; NaN
 *  outside the map. `cellX` and `cellY` give a column's and a row's place in cells from the map's upper left corner. */
export function sampleMap(
  map: HeatMap,
  cellX: (column: number) => number,
  cellY: (row: number) => number,
  { width, height }: { readonly width: number; readonly height: number },
): Float32Array {
  const columns = Array.from({ length: width }, (_, x) => between(cellX(x), map.width))
  const first = columns.findIndex((column) => column !== undefined)
  const end = columns.findLastIndex((column) => column !== undefined) + 1
  const low = Int32Array.from(columns, (column) => column?.low ?? 0)
  const high = Int32Array.from(columns, (column) => column?.high ?? 0)
  const fraction = Float64Array.from(columns, (column) => column?.fraction ?? 0)
  const levels = new Float32Array(width * height).fill(Number.NaN)
  const row = new Float64Array(map.width)
  for (let y = 0; y < height; y++) {
    const rows = between(cellY(y), map.height)
    if (!rows) continue
    for (let x = 0; x < map.width; x++) {
      const upper = map.values[rows.low * map.width + x] as number
      const lower = map.values[rows.high * map.width + x] as number
      row[x] = upper * (1 - rows.fraction) + lower * rows.fraction
    }
    for (let x = Math.max(0, first); x < end; x++) {
      const along = fraction[x] as number
      levels[y * width + x] =
        (row[low[x] as number] as number) * (1 - along) + (row[high[x] as number] as number) * along
    }
  }
  return levels
}

interface Neighbours {
  readonly low: number
  readonly high: number
  /** Of the way from the one to the other. */
  readonly fraction: number
}

/** The cells whose centres a place lies between; undefined outside all of them. */
function between(place: number, cells: number): Neighbours | undefined {
  if (place < 0 || place >= cells) return undefined
  const low = Math.floor(place - 0.5)
  return { low: Math.max(0, low), high: Math.min(cells - 1, low + 1), fraction: place - 0.5 - low }
}

/** The four bytes of a pixel as one number, as this machine orders them. */
function packed(red: number, green: number, blue: number, opacity: number): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, opacity).buffer)[0] as number
}

const shades = 1024
/** Pixels of the values 0, 1/1024 … 1. */
function paletteOf(colour: (value: number) => readonly [number, number, number]): Uint32Array {
  return Uint32Array.from({ length: shades + 1 }, (_, shade) => {
    const value = shade / shades
    return packed(...colour(value), Math.round(255 * Math.max(0, Math.min(0.75, 1.2 * (value - leastShown)))))
  })
}

const palettes = {
  one: { above: paletteOf(heatColour), below: null },
  two: { above: paletteOf(sideColour), below: paletteOf((value) => sideColour(-value)) },
}

const lightLine = packed(255, 255, 255, 230)
const darkLine = packed(20, 20, 20, 160)

const outside = 127

/** Length of a dash and of the gap after it, px. */
const dash = 4

/** A light line just above each level beside a dark one just below: seen on a pale disc as on a dark haemorrhage. Where the map
 *  is below 0, levels count downwards and lines are dashed. */
function drawContours(
  values: Float32Array,
  levels: readonly number[],
  width: number,
  height: number,
  pixels: Uint32Array,
): void {
  // How many levels a value reaches, below 0 for what is below 0.
  const reached = new Int8Array(values.length)
  for (let pixel = 0; pixel < values.length; pixel++) {
    const value = values[pixel] as number
    let count = Number.isNaN(value) ? outside : 0
    const size = Math.abs(value)
    for (let level = 0; level < levels.length; level++) if (size >= (levels[level] as number)) count++
    reached[pixel] = value < 0 ? -count : count
  }
  for (let y = 0; y < height - 1; y++) {
    for (let pixel = y * width; pixel < (y + 1) * width - 1; pixel++) {
      const here = reached[pixel] as number
      if (here === outside || (here === reached[pixel + 1] && here === reached[pixel + width])) continue
      for (let neighbour = pixel + 1; neighbour <= pixel + width; neighbour += width - 1) {
        const there = reached[neighbour] as number
        if (there === here || there === outside) continue
        const inner = Math.abs(here) > Math.abs(there)
        if ((inner ? here : there) < 0 && (y + pixel - y * width) % (2 * dash) >= dash) continue
        pixels[inner ? pixel : neighbour] = lightLine
        pixels[inner ? neighbour : pixel] = darkLine
      }
    }
  }
}
