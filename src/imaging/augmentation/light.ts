import type { Normalisation } from '../normalise.ts'
import type { Change } from './change.ts'

/** Gain, shift and bounds of each channel, four numbers each: light and normalisation are one straight line with both ends
 *  cut off, from values of 0..255 to network inputs. */
export function lightLines(change: Change, normalisation: Normalisation): Float64Array {
  const lines = new Float64Array(12)
  for (let channel = 0; channel < 3; channel++) {
    const mean = normalisation.mean[channel] ?? 0
    const deviation = normalisation.deviation[channel] ?? 1
    // mean + (brightness * v − mean) * contrast, then (… − mean) / deviation
    lines[channel * 4] = (change.brightness * change.contrast) / (255 * deviation)
    lines[channel * 4 + 1] = (-mean * change.contrast) / deviation
    lines[channel * 4 + 2] = -mean / deviation
    lines[channel * 4 + 3] = (1 - mean) / deviation
  }
  return lines
}

export function lit(lines: Float64Array, channel: number, value: number): number {
  const at = channel * 4
  const moved = value * (lines[at] as number) + (lines[at + 1] as number)
  return between(lines, channel, moved)
}

/** The network input, cut off at black and white. */
export function between(lines: Float64Array, channel: number, input: number): number {
  const low = lines[channel * 4 + 2] as number
  const high = lines[channel * 4 + 3] as number
  return Math.min(high, Math.max(low, input))
}
