/** 8-bit sRGB pixels, row by row from the top, three bytes (R, G, B) a pixel: `width * height * 3` bytes. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** 8-bit ITU-R BT.601 luma of one pixel, rounded: the grey that OpenCV and Pillow compute, in 16-bit fixed point. */
export function luma(red: number, green: number, blue: number): number {
  return (Math.imul(red, 19595) + Math.imul(green, 38470) + Math.imul(blue, 7471) + 32768) >> 16
}

/** The photograph at `factor` ≥ 1 times fewer pixels a side, each the mean of the `factor` x `factor` pixels it covers.
 *  Rows and columns left over at the right and bottom edge (fewer than `factor`) are dropped. */
export function shrink(image: Raster, factor: number): Raster {
  const step = Math.max(1, Math.min(factor, image.width, image.height))
  const width = Math.floor(image.width / step)
  const height = Math.floor(image.height / step)
  const data = new Uint8Array(width * height * 3)
  const sums = new Int32Array(width * 3)
  const area = step * step
  const half = area >> 1
  const words = step === 4 ? wordsOf(image) : null
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let row = y * step; row < (y + 1) * step; row++) {
      const at = row * image.width * 3
      if (words === null) addRow(image.data, at, step, sums)
      else addRowByWords(words, at / 4, sums)
    }
    const out = y * width * 3
    for (let index = 0; index < width * 3; index++) data[out + index] = ((sums[index] as number) + half) / area
  }
  return { width, height, data }
}

/** The pixels as 32-bit words, four pixels in three words, where rows start on whole words; null elsewhere. */
function wordsOf({ data, width, height }: Raster): Int32Array | null {
  if (width % 4 !== 0 || data.byteOffset % 4 !== 0) return null
  return new Int32Array(data.buffer, data.byteOffset, (width * height * 3) / 4)
}

function addRow(source: Uint8Array, start: number, step: number, sums: Int32Array): void {
  let at = start
  for (let target = 0; target < sums.length; target += 3) {
    let red = 0
    let green = 0
    let blue = 0
    for (let column = 0; column < step; column++) {
      red += source[at] as number
      green += source[at + 1] as number
      blue += source[at + 2] as number
      at += 3
    }
    sums[target] = (sums[target] as number) + red
    sums[target + 1] = (sums[target + 1] as number) + green
    sums[target + 2] = (sums[target + 2] as number) + blue
  }
}

/** `addRow` by fours in a third of the time: reading is what costs. Little-endian, as every machine that runs Node's V8 with
 *  these libraries is: RGBR GBRG BRGB, lowest byte first. */
function addRowByWords(words: Int32Array, start: number, sums: Int32Array): void {
  let at = start
  for (let target = 0; target < sums.length; target += 3) {
    const a = words[at] as number
    const b = words[at + 1] as number
    const c = words[at + 2] as number
    at += 3
    const red = (a & 255) + (a >>> 24) + ((b >> 16) & 255) + ((c >> 8) & 255)
    const green = ((a >> 8) & 255) + (b & 255) + (b >>> 24) + ((c >> 16) & 255)
    const blue = ((a >> 16) & 255) + ((b >> 8) & 255) + (c & 255) + (c >>> 24)
    sums[target] = (sums[target] as number) + red
    sums[target + 1] = (sums[target + 1] as number) + green
    sums[target + 2] = (sums[target + 2] as number) + blue
  }
}

/** Adds to 256 counts, by luma, every `stride`-th of the pixels `from` to `to` (row by row through the picture). */
export function countLuma(image: Raster, from: number, to: number, counts: Int32Array, stride = 1): void {
  const { data } = image
  for (let at = from * 3; at < to * 3; at += 3 * stride) {
    const level = luma(data[at] as number, data[at + 1] as number, data[at + 2] as number)
    counts[level] = (counts[level] as number) + 1
  }
}

/** How many times the longer side holds `maxSide`: the whole factor that `shrink` takes to stay at or above it. */
export function shrinkFactor(image: Pick<Raster, 'width' | 'height'>, maxSide: number): number {
  return Math.max(1, Math.floor(Math.max(image.width, image.height) / maxSide))
}
