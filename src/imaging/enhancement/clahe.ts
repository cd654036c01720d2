import { mirrored } from '../gaussian-blur.ts'
import { luma, type Raster } from '../raster.ts'

export interface ClaheSettings {
  /** No grey level counts more than this many times the mean count. */
  readonly clipLimit: number
  /** Tiles along each side. */
  readonly tiles: number
}

export const clahePreset: ClaheSettings = { clipLimit: 2, tiles: 8 }

/** Contrast-limited adaptive histogram equalisation (Zuiderveld 1994) of the luma, by OpenCV's rules of clipping and
 *  interpolation; the colour differences stay, so each channel moves by as much as the luma does. */
export function clahe(image: Raster, settings = clahePreset): Raster {
  const { width, height, data } = image
  const luminance = new Uint8Array(width * height)
  for (let pixel = 0; pixel < luminance.length; pixel++) {
    const at = pixel * 3
    luminance[pixel] = luma(data[at] as number, data[at + 1] as number, data[at + 2] as number)
  }
  const equalised = equalise(luminance, width, height, settings)
  const output = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3)
    output[at] = (data[at] as number) + (equalised[pixel] as number) - (luminance[pixel] as number)
  }
  return { ...image, data: new Uint8Array(output.buffer) }
}

function equalise(grey: Uint8Array, width: number, height: number, settings: ClaheSettings): Uint8Array {
  const { tiles } = settings
  const tileWidth = Math.ceil(width / tiles)
  const tileHeight = Math.ceil(height / tiles)
  const tables = Array.from({ length: tiles * tiles }, (_, tile) => {
    const left = (tile % tiles) * tileWidth
    const top = Math.floor(tile / tiles) * tileHeight
    const counts = new Int32Array(256)
    // Tiles that reach beyond the edges see the picture mirrored.
    for (let y = top; y < top + tileHeight; y++) {
      const row = mirrored(y, height) * width
      for (let x = left; x < left + tileWidth; x++) {
        const value = grey[row + mirrored(x, width)] as number
        counts[value] = (counts[value] as number) + 1
      }
    }
    return toneTable(counts, tileWidth * tileHeight, settings.clipLimit)
  })
  const output = new Uint8Array(grey.length)
  for (let y = 0; y < height; y++) {
    const row = neighbours(y / tileHeight - 0.5, tiles)
    for (let x = 0; x < width; x++) {
      const column = neighbours(x / tileWidth - 0.5, tiles)
      const value = grey[y * width + x] as number
      const at = (tileRow: number, tileColumn: number) => tables[tileRow * tiles + tileColumn]?.[value] as number
      const top = at(row.first, column.first) * (1 - column.fraction) + at(row.first, column.second) * column.fraction
      const bottom =
        at(row.second, column.first) * (1 - column.fraction) + at(row.second, column.second) * column.fraction
      output[y * width + x] = Math.round(top * (1 - row.fraction) + bottom * row.fraction)
    }
  }
  return output
}

function neighbours(place: number, tiles: number) {
  const first = Math.floor(place)
  const inside = (tile: number) => Math.min(Math.max(tile, 0), tiles - 1)
  return { first: inside(first), second: inside(first + 1), fraction: place - first }
}

/** Equalising table of one tile: what is clipped is handed out evenly, the remainder to levels evenly apart. */
function toneTable(counts: Int32Array, pixels: number, clipLimit: number): Uint8Array {
  const limit = Math.max(1, Math.floor((clipLimit * pixels) / 256))
  let clipped = 0
  for (let level = 0; level < 256; level++) {
    clipped += Math.max(0, (counts[level] as number) - limit)
    counts[level] = Math.min(limit, counts[level] as number)
  }
  const each = Math.floor(clipped / 256)
  const rest = clipped - each * 256
  const step = Math.max(1, Math.floor(256 / Math.max(1, rest)))
  let sum = 0
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const extra = level % step === 0 && level / step < rest ? 1 : 0
    sum += (counts[level] as number) + each + extra
    return Math.round((sum * 255) / pixels)
  })
}
