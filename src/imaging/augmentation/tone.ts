import { assertNever } from '#shared/errors.ts'

/** A change of 8-bit values by a table, as RandAugment's operations of these names do it. */
export type Tone =
  /** Each channel stretched to 0..255, or its histogram made even. */
  | { readonly kind: 'auto-contrast' | 'equalize' }
  /** Only the highest bits stay. */
  | { readonly kind: 'posterize'; readonly bits: number }
  /** Values from the threshold up are turned round. */
  | { readonly kind: 'solarize'; readonly threshold: number }

/** A toned copy of rows of R, G, B. */
export function toned(pixels: Uint8Array, tone: Tone): Uint8Array {
  const tables = [0, 1, 2].map((channel) => toneTable(pixels, channel, tone))
  const [red, green, blue] = tables as [Uint8Array, Uint8Array, Uint8Array]
  const output = new Uint8Array(pixels.length)
  for (let at = 0; at < pixels.length; at += 3) {
    output[at] = red[pixels[at] as number] as number
    output[at + 1] = green[pixels[at + 1] as number] as number
    output[at + 2] = blue[pixels[at + 2] as number] as number
  }
  return output
}

function toneTable(pixels: Uint8Array, channel: number, tone: Tone): Uint8Array {
  switch (tone.kind) {
    case 'posterize': {
      const mask = (0xff << (8 - tone.bits)) & 0xff
      return Uint8Array.from({ length: 256 }, (_, value) => value & mask)
    }
    case 'solarize':
      return Uint8Array.from({ length: 256 }, (_, value) => (value < tone.threshold ? value : 255 - value))
    case 'auto-contrast':
      return stretched(histogram(pixels, channel))
    case 'equalize':
      return equalized(histogram(pixels, channel))
    default:
      return assertNever(tone)
  }
}

function histogram(pixels: Uint8Array, channel: number): Uint32Array {
  const counts = new Uint32Array(256)
  for (let at = channel; at < pixels.length; at += 3) {
    const value = pixels[at] as number
    counts[value] = (counts[value] as number) + 1
  }
  return counts
}

function stretched(counts: Uint32Array): Uint8Array {
  const lowest = counts.findIndex((count) => count > 0)
  const highest = counts.findLastIndex((count) => count > 0)
  const gain = highest > lowest ? 255 / (highest - lowest) : 1
  const shift = highest > lowest ? lowest : 0
  return Uint8Array.from({ length: 256 }, (_, value) => Math.round(Math.min(255, Math.max(0, (value - shift) * gain))))
}

/** The lowest value stays black: the surround would else be lifted to its own large share. */
function equalized(counts: Uint32Array): Uint8Array {
  const lowest = counts.findIndex((count) => count > 0)
  const total = counts.reduce((sum, count) => sum + count, 0) - (counts[lowest] as number)
  let below = 0
  return Uint8Array.from({ length: 256 }, (_, value) => {
    if (value > lowest) below += counts[value] as number
    return total > 0 ? Math.round((255 * below) / total) : value
  })
}
