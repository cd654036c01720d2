import { gaussianBlur } from '#imaging/gaussian-blur.ts'
import type { HeatMap } from '#imaging/heat-map.ts'

/** Width of the blur in parts of the side, about the radius of a microaneurysm. */
const blurShare = 1 / 100

/** A map of what was found for each number of the photograph, [3,size,size]: the largest over the colours in size for a gradient
 *  (Simonyan 2014), which has no side; the sum for attributions, which are shares of one whole. Neighbouring pixels take
 *  turns in both, so that they are gathered over the size of the smallest lesion. */
export function pixelMap(found: Float32Array, size: number, kind: 'gradient' | 'attribution'): HeatMap {
  const area = size * size
  const [red, green, blue] = [0, 1, 2].map((colour) => found.subarray(colour * area, (colour + 1) * area))
  const values = Float32Array.from({ length: area }, (_, pixel) => {
    const [r, g, b] = [red?.[pixel] ?? 0, green?.[pixel] ?? 0, blue?.[pixel] ?? 0]
    return kind === 'attribution' ? r + g + b : Math.max(Math.abs(r), Math.abs(g), Math.abs(b))
  })
  const grid = { width: size, height: size, channels: 1 }
  return { width: size, height: size, values: gaussianBlur(values, grid, Math.max(0.5, size * blurShare)) }
}
