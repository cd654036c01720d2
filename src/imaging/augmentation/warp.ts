import type { Affine } from './affine.ts'
import { lit } from './light.ts'

/** Reads every output pixel bilinearly at its place in `pixels` (8-bit rows of R, G, B; black beyond the edges), stretches
 *  its colour about its grey by `saturation`, and writes it as network input by `lines` to planes from `offset`. */
export function warpInto(
  pixels: Uint8Array,
  size: number,
  geometry: Affine,
  saturation: number,
  lines: Float64Array,
  output: Float32Array,
  offset: number,
): void {
  const area = size * size
  const middle = size / 2
  const last = size - 1
  const rowBytes = size * 3
  for (let y = 0; y < size; y++) {
    const dy = y + 0.5 - middle
    let sourceX = geometry.xx * (0.5 - middle) + geometry.xy * dy + middle - 0.5 + geometry.x0 * size
    let sourceY = geometry.yx * (0.5 - middle) + geometry.yy * dy + middle - 0.5 + geometry.y0 * size
    let target = offset + y * size
    for (let x = 0; x < size; x++, target++, sourceX += geometry.xx, sourceY += geometry.yx) {
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      let red: number
      let green: number
      let blue: number
      if (left < 0 || top < 0 || left >= last || top >= last) {
        red = edgeValue(pixels, size, sourceX, sourceY, 0)
        green = edgeValue(pixels, size, sourceX, sourceY, 1)
        blue = edgeValue(pixels, size, sourceX, sourceY, 2)
      } else {
        const fractionX = sourceX - left
        const fractionY = sourceY - top
        const topRight = fractionX * (1 - fractionY)
        const bottomLeft = (1 - fractionX) * fractionY
        const bottomRight = fractionX * fractionY
        const topLeft = 1 - topRight - bottomLeft - bottomRight
        const at = top * rowBytes + left * 3
        const below = at + rowBytes
        red =
          topLeft * (pixels[at] as number) +
          topRight * (pixels[at + 3] as number) +
          bottomLeft * (pixels[below] as number) +
          bottomRight * (pixels[below + 3] as number)
        green =
          topLeft * (pixels[at + 1] as number) +
          topRight * (pixels[at + 4] as number) +
          bottomLeft * (pixels[below + 1] as number) +
          bottomRight * (pixels[below + 4] as number)
        blue =
          topLeft * (pixels[at + 2] as number) +
          topRight * (pixels[at + 5] as number) +
          bottomLeft * (pixels[below + 2] as number) +
          bottomRight * (pixels[below + 5] as number)
      }
      if (saturation !== 1) {
        const grey = 0.299 * red + 0.587 * green + 0.114 * blue
        red = grey + saturation * (red - grey)
        green = grey + saturation * (green - grey)
        blue = grey + saturation * (blue - grey)
      }
      output[target] = lit(lines, 0, red)
      output[target + area] = lit(lines, 1, green)
      output[target + 2 * area] = lit(lines, 2, blue)
    }
  }
}

/** One channel at a place whose four neighbours are not all in the picture. */
function edgeValue(pixels: Uint8Array, size: number, sourceX: number, sourceY: number, channel: number): number {
  const left = Math.floor(sourceX)
  const top = Math.floor(sourceY)
  let sum = 0
  for (let corner = 0; corner < 4; corner++) {
    const x = left + (corner & 1)
    const y = top + (corner >> 1)
    if (x < 0 || y < 0 || x >= size || y >= size) continue
    const weight = (1 - Math.abs(sourceX - x)) * (1 - Math.abs(sourceY - y))
    sum += weight * (pixels[(y * size + x) * 3 + channel] as number)
  }
  return sum
}
