import { luma, type Raster } from './raster.ts'

/** A surround is light from this grey level on: darker ones are told from the retina by brightness. */
const lightFrom = 60
/** So many of the corners' pixels have to be within so many levels of its colour. */
const evenShare = 0.7
const evenLevels = 10
/** Pixels of the working picture that are closed over: what lies between the vessels and lesions of a retina whose own colour was
 *  taken away (Ben Graham's enhancement) is as grey as its surround. */
const gapPx = 6

/** How unlike its surround each pixel is, 0..255, the largest difference of its three channels: of a retina on white paper, or on
 *  the grey that an enhancement leaves. Black counts as surround: it is what an aperture leaves. Null where the surround is
 *  dark or uneven. */
export function unlikeLightSurround(image: Raster): Uint8Array | null {
  const { width, height, data } = image
  const surround = surroundColour(image)
  if (surround === null) return null
  const [red, green, blue] = surround
  const unlike = new Uint8Array(width * height)
  for (let pixel = 0; pixel < unlike.length; pixel++) {
    const [r = 0, g = 0, b = 0] = [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]]
    if (luma(r, g, b) <= 16) continue
    unlike[pixel] = Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue))
  }
  return close(unlike, width, height)
}

function surroundColour({ width, height, data }: Raster): readonly [number, number, number] | null {
  const side = Math.max(2, Math.round(Math.min(width, height) * 0.06))
  const pixels: number[] = []
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (const row of [y, height - 1 - y]) pixels.push(row * width + x, row * width + width - 1 - x)
    }
  }
  const channel = (offset: number) => pixels.map((pixel) => data[pixel * 3 + offset] ?? 0)
  const [reds, greens, blues] = [channel(0), channel(1), channel(2)]
  const [red, green, blue] = [median(reds), median(greens), median(blues)]
  if (luma(red, green, blue) < lightFrom) return null
  const near = (index: number) =>
    Math.max(
      Math.abs((reds[index] ?? 0) - red),
      Math.abs((greens[index] ?? 0) - green),
      Math.abs((blues[index] ?? 0) - blue),
    ) <= evenLevels
  const even = pixels.filter((_, index) => near(index)).length
  return even >= evenShare * pixels.length ? [red, green, blue] : null
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

/** Morphological closing by a square of `2 * gapPx + 1` pixels: gaps narrower than that are filled, and borders stay. */
function close(plane: Uint8Array, width: number, height: number): Uint8Array {
  const rows: Lines = { lines: height, between: width, length: width, step: 1 }
  const columns: Lines = { lines: width, between: 1, length: height, step: width }
  const widened = slide(slide(plane, rows, Math.max), columns, Math.max)
  return slide(slide(widened, rows, Math.min), columns, Math.min)
}

/** How a plane is gone through, in pixels: so many lines, each so long. */
interface Lines {
  readonly lines: number
  readonly between: number
  readonly length: number
  readonly step: number
}

/** The largest or least of each pixel's neighbours in its line. */
function slide(plane: Uint8Array, along: Lines, pick: (a: number, b: number) => number): Uint8Array {
  const { lines, between, length, step } = along
  const out = new Uint8Array(plane.length)
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < length; place++) {
      const end = Math.min(length - 1, place + gapPx)
      let near = Math.max(0, place - gapPx)
      let value = plane[line * between + near * step] ?? 0
      for (; near <= end; near++) value = pick(value, plane[line * between + near * step] ?? 0)
      out[line * between + place * step] = value
    }
  }
  return out
}
