import { checkImage, decodeChecked } from './decode.ts'
import type { ImageInput } from './image-file.ts'
import type { Raster } from './raster.ts'
import { resample } from './resample.ts'
import { findRetina, scaleRetina } from './retina.ts'

/** The square of the photograph that a network sees, in oriented full-resolution pixels. It may reach beyond the frame
 *  (the padding is black), so `x` and `y` can be negative. Whole numbers. */
export interface CropSquare {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** A photograph made ready for a network. */
export interface PreparedPhotograph {
  /** 8-bit sRGB, `size * size * 3` bytes, row by row, R, G, B. */
  readonly pixels: Uint8Array
  readonly size: number
  readonly crop: CropSquare
  /** Oriented full resolution of the photograph, px. */
  readonly width: number
  readonly height: number
}

/** Decodes a photograph, crops it to the square about its retina (the whole frame, squared, where none is found) and scales
 *  that to `size` x `size` pixels, each the mean of the area it covers. One reading of the file; a large JPEG is decoded
 *  at reduced scale. Prepared pixel (i, j) covers `crop.x + i * crop.side / size` onwards of the photograph.
 *  Throws as `decodeImage`. */
export async function preparePhotograph(input: ImageInput, size: number): Promise<PreparedPhotograph> {
  const checked = await checkImage(input)
  const { width, height } = checked.header
  const image = await decodeChecked(checked, preparingSide(width, height, size))
  const crop = retinaSquare(image, width, height)
  const scaleX = image.width / width
  const scaleY = image.height / height
  const area = { x: crop.x * scaleX, y: crop.y * scaleY, width: crop.side * scaleX, height: crop.side * scaleY }
  return { pixels: resample(image, area, size, size).data, size, crop, width, height }
}

/** The crop square of a decoded photograph whose full resolution is `width` x `height`. */
export function retinaSquare(image: Raster, width: number, height: number): CropSquare {
  const found = findRetina(image)
  if (found === null) {
    const side = Math.max(width, height)
    return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
  }
  const { centreX, centreY, radiusPx } = scaleRetina(found, width / image.width)
  return {
    x: Math.round(centreX - radiusPx),
    y: Math.round(centreY - radiusPx),
    side: Math.max(1, Math.round(radiusPx * 2)),
  }
}

/** Longer side to decode to: at least twice the pixels that are wanted, by a whole power of two, which is what JPEG decoders
 *  skip work for. */
function preparingSide(width: number, height: number, size: number): number {
  const longer = Math.max(width, height)
  const wanted = Math.max(512, size * 2)
  let divisor = 1
  while (divisor < 8 && longer / (divisor * 2) >= wanted) divisor *= 2
  return Math.ceil(longer / divisor)
}
