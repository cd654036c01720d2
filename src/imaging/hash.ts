import { createHash } from 'node:crypto'
import { luma, type Raster } from './raster.ts'
import { resample } from './resample.ts'

/** SHA-256 of a file's bytes: 64 lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** 64-bit difference hash (dHash): the photograph averaged down to 9 x 8 grey cells, one bit for each cell darker than
 *  its right neighbour, row by row, first bit highest; 16 hexadecimal digits. Pictures of one scene at other sizes or JPEG
 *  qualities differ in a few bits; unrelated ones in about half. */
export function differenceHash(image: Raster): string {
  const cells = resample(image, { x: 0, y: 0, width: image.width, height: image.height }, 9, 8)
  let hash = 0n
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      hash = (hash << 1n) | (greyAt(cells, row * 9 + column) < greyAt(cells, row * 9 + column + 1) ? 1n : 0n)
    }
  }
  return hash.toString(16).padStart(16, '0')
}

/** In how many of their 64 bits two difference hashes differ. */
export function hashDistance(a: string, b: string): number {
  let bits = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let distance = 0
  for (; bits > 0n; bits >>= 1n) distance += Number(bits & 1n)
  return distance
}

function greyAt(image: Raster, pixel: number): number {
  const at = pixel * 3
  return luma(image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0)
}
