import type { Appearance } from './copies.ts'
import { lookCells } from './look.ts'

const bins = 64

/** What a list of photographs that are elsewhere has of each: its difference hash, a blank, and in base64 its histogram, a byte a
 *  bin, and its look: 430 characters. */
export const lookTextPattern = /^[0-9a-f]{16} [0-9A-Za-z+/]+=*$/

export function lookToText({ perceptualHash, histogram, look }: Appearance & { readonly look: Uint8Array }): string {
  return `${perceptualHash} ${Buffer.concat([quantised(histogram), look]).toString('base64')}`
}

/** Null where the text is of another version. */
export function lookFromText(text: string): (Appearance & { readonly look: Uint8Array }) | null {
  const [perceptualHash = '', rest = ''] = text.split(' ')
  const bytes = Buffer.from(rest, 'base64')
  if (bytes.length !== bins + lookCells) return null
  return { perceptualHash, histogram: [...bytes.subarray(0, bins)], look: new Uint8Array(bytes.subarray(bins)) }
}

/** Shares in bytes, the highest 255. What rounding takes from one bin is given to the next, so that cumulative shares, which are
 *  what is compared, stay within half a step. */
function quantised(histogram: readonly number[]): Uint8Array {
  const step = Math.max(...histogram, Number.MIN_VALUE) / 254
  let left = 0
  return Uint8Array.from({ length: bins }, (_, bin) => {
    const wanted = (histogram[bin] ?? 0) / step + left
    const given = Math.min(255, Math.max(0, Math.round(wanted)))
    left = wanted - given
    return given
  })
}
