import { BitmapCache } from './bitmap-cache.ts'

/** Previews of the photographs around the one on the stage: about 11 MB each. */
export const previews = new BitmapCache(decodePicture, 12)

/** Full-resolution photographs: about 49 MB each at 4,288 x 2,848. */
export const fullPictures = new BitmapCache(decodePicture, 2)

/** Overlays of heat maps. */
export const overlays = new BitmapCache(decodePicture, 6)

/** Fetches and decodes off the page's thread. The picture is already upright and in sRGB. */
async function decodePicture(address: string): Promise<ImageBitmap> {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`The picture could not be had (${reply.status}).`)
  return createImageBitmap(await reply.blob(), { imageOrientation: 'from-image', premultiplyAlpha: 'premultiply' })
}
