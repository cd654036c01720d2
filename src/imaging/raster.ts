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
  if (step === 1) return image
  const width = Math.floor(image.width / step)
  const height = Math.floor(image.height / step)
  const data = new Uint8Array(width * height * 3)
  const words = step === 4 ? wordsOf(image) : null
  if (words !== null) shrinkByWords(words, width, height, data)
  else shrinkByBytes(image, step, width, height, data)
  return { width, height, data }
}

function shrinkByBytes(image: Raster, step: number, width: number, height: number, data: Uint8Array): void {
  const sums = new Int32Array(width * 3)
  const area = step * step
  const half = area >> 1
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let row = y * step; row < (y + 1) * step; row++) addRow(image.data, row * image.width * 3, step, sums)
    const out = y * width * 3
    for (let index = 0; index < width * 3; index++) data[out + index] = ((sums[index] as number) + half) / area
  }
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

/** A quarter of each side, in a fifth of the time: reading is what costs, and two bytes of a word are added at once, each in
 *  16 bits of its own (16 x 255 fit). Little-endian, as every machine that runs these libraries is: RGBR GBRG BRGB, lowest
 *  byte first. */
function shrinkByWords(words: Int32Array, width: number, height: number, data: Uint8Array): void {
  const rowWords = width * 3
  let out = 0
  for (let y = 0; y < height; y++) {
    let at = y * 4 * rowWords
    for (let end = at + rowWords; at < end; at += 3, out += 3) {
      let evenA = 0
      let oddA = 0
      let evenB = 0
      let oddB = 0
      let evenC = 0
      let oddC = 0
      for (let row = at; row < at + 4 * rowWords; row += rowWords) {
        const a = words[row] as number
        const b = words[row + 1] as number
        const c = words[row + 2] as number
        evenA += a & 0x00ff00ff
        oddA += (a >>> 8) & 0x00ff00ff
        evenB += b & 0x00ff00ff
        oddB += (b >>> 8) & 0x00ff00ff
        evenC += c & 0x00ff00ff
        oddC += (c >>> 8) & 0x00ff00ff
      }
      data[out] = ((evenA & 0xffff) + (oddA >>> 16) + (evenB >>> 16) + (oddC & 0xffff) + 8) >> 4
      data[out + 1] = ((oddA & 0xffff) + (evenB & 0xffff) + (oddB >>> 16) + (evenC >>> 16) + 8) >> 4
      data[out + 2] = ((evenA >>> 16) + (oddB & 0xffff) + (evenC & 0xffff) + (oddC >>> 16) + 8) >> 4
    }
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
