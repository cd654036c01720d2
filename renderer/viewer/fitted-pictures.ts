import { BitmapCache } from './bitmap-cache.ts'
import { fitView, type Size } from './view.ts'

/** Previews scaled to the stage ahead of time, about 4 MB each: scaling one well takes longer than the frame it is for. */
export const fittedPictures = new BitmapCache(makeFitted, 12)

/** Names the picture that shows the whole photograph on this stage without any scaling; null where the preview is not
 *  larger than that. `previewWidth`: pixels, of the preview. */
export function fittedKey(
  preview: string,
  photograph: Size,
  previewWidth: number,
  stage: Size,
  devicePixelRatio: number,
): string | null {
  const scale = fitView(photograph, stage).scale * devicePixelRatio
  const width = Math.round(photograph.width * scale)
  const height = Math.round(photograph.height * scale)
  if (width < 32 || height < 32 || width >= previewWidth) return null
  return `${preview}#${width}x${height}`
}

async function makeFitted(key: string): Promise<ImageBitmap> {
  const [address = '', size = ''] = key.split('#')
  const [resizeWidth, resizeHeight] = size.split('x').map(Number)
  if (!resizeWidth || !resizeHeight) throw new RangeError(`No size in ${key}.`)
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`The picture could not be had (${reply.status}).`)
  return createImageBitmap(await reply.blob(), {
    imageOrientation: 'from-image',
    resizeWidth,
    resizeHeight,
    resizeQuality: 'high',
  })
}
