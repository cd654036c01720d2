import type { Enhancement } from '#shared/enhancement.ts'
import { checkImage, decodeChecked } from './decode.ts'
import type { Disc } from './enhancement/disc.ts'
import { enhance } from './enhancement/enhance.ts'
import { forFile, type ImageInput } from './image-file.ts'
import type { Raster } from './raster.ts'
import { type Rectangle, resample } from './resample.ts'
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

/** Decodes a photograph, crops it to the square about its retina (the whole frame, squared, where none is found), enhances it
 *  and scales that to `size` x `size` pixels, each the mean of the area it covers. One reading of the file; a large JPEG is
 *  decoded at reduced scale. Prepared pixel (i, j) covers `crop.x + i * crop.side / size` onwards of the photograph.
 *  Throws as `decodeImage`. */
export async function preparePhotograph(
  input: ImageInput,
  size: number,
  enhancement: Enhancement = 'none',
): Promise<PreparedPhotograph> {
  return await forFile(input, () => prepare(input, size, enhancement))
}

async function prepare(input: ImageInput, size: number, enhancement: Enhancement): Promise<PreparedPhotograph> {
  const checked = await checkImage(input)
  const { width, height } = checked.header
  const image = await decodeChecked(checked, preparingSide(width, height, size))
  const retina = findRetina(image)
  const crop = cropSquare(retina && scaleRetina(retina, width / image.width), width, height)
  const scaleX = image.width / width
  const scaleY = image.height / height
  const area = { x: crop.x * scaleX, y: crop.y * scaleY, width: crop.side * scaleX, height: crop.side * scaleY }
  const { data } =
    enhancement === 'none'
      ? resample(image, area, size, size)
      : enhancedSquare(image, area, size, enhancement, retina !== null)
  return { pixels: data, size, crop, width, height }
}

/** Enhanced at up to twice the side that is wanted: local averages are of the detail that the network will see, at a quarter
 *  of what the whole photograph may cost or less. */
function enhancedSquare(
  image: Raster,
  area: Rectangle,
  size: number,
  enhancement: Exclude<Enhancement, 'none'>,
  filled: boolean,
): Raster {
  const side = Math.max(size, Math.min(2 * size, Math.ceil(area.width)))
  const square = resample(image, area, side, side)
  const disc = { centreX: side / 2, centreY: side / 2, radiusPx: side / 2 }
  const enhanced = enhance(square, filled ? disc : null, enhancement)
  return resample(enhanced, { x: 0, y: 0, width: side, height: side }, size, size)
}

/** The crop square of a photograph of `width` x `height` pixels whose retina is known in them. */
export function cropSquare(retina: Disc | null, width: number, height: number): CropSquare {
  if (retina === null) {
    const side = Math.max(width, height)
    return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
  }
  const { centreX, centreY, radiusPx } = retina
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
