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
  return bitsBetween(hashHalves(a), hashHalves(b))
}

/** Those of `hashes` (difference hashes) that are at most `bits` bits from one of `known`. Quick enough for 100,000 against
 *  some hundreds. */
export function hashesNear(hashes: Iterable<string>, known: readonly string[], bits: number): Set<string> {
  const places = known.map(hashHalves)
  const near = (hash: string) => {
    const asked = hashHalves(hash)
    return places.some((place) => bitsBetween(asked, place) <= bits)
  }
  return new Set([...new Set(hashes)].filter(near))
}

export type HashHalves = readonly [high: number, low: number]

/** A difference hash to be compared often: BigInts take fifty times as long. */
export function hashHalves(hash: string): HashHalves {
  return [Number.parseInt(hash.slice(0, 8), 16) | 0, Number.parseInt(hash.slice(8), 16) | 0]
}

export function bitsBetween(a: HashHalves, b: HashHalves): number {
  return setBits(a[0] ^ b[0]) + setBits(a[1] ^ b[1])
}

/** How many bits of a 32-bit number are 1: counted in pairs, then fours, then bytes, which the product adds up (Warren,
 *  Hacker's Delight, section 5-1). */
export function setBits(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function greyAt(image: Raster, pixel: number): number {
  const at = pixel * 3
  return luma(image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0)
}
