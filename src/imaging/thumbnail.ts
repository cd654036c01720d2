import { checkImage, openPipeline, unreadable } from './decode.ts'
import type { ImageInput } from './image-file.ts'

/** Longer side of a thumbnail in lists, and of the preview that stands for what Chromium cannot show, px. */
export const thumbnailSide = 192
export const previewSide = 2048

/** The photograph as an upright sRGB JPEG without metadata, scaled down (never up) to fit `maxSide` px.
 *  `quality`: JPEG quality 1..100. Throws as `decodeImage`. */
export async function renderJpeg(
  input: ImageInput,
  options: { readonly maxSide: number; readonly quality?: number },
): Promise<Uint8Array> {
  const image = await checkImage(input)
  return openPipeline(image, options.maxSide)
    .jpeg({ quality: options.quality ?? 85 })
    .toBuffer()
    .catch((cause: unknown) => {
      throw unreadable(image, cause)
    })
}
