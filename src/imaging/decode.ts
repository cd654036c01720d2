import sharp, { type Sharp } from 'sharp'
import { AppError } from '#shared/errors.ts'
import { endsTooSoon } from './cut-short.ts'
import { type ImageFormat, type ImageInput, imageName, readImageFile, sniffFormat } from './image-file.ts'
import type { Raster } from './raster.ts'

// Photographs are decoded once each, so libvips's operation cache would only hold memory. Work is spread over
// photographs (worker threads, libuv's pool), never inside one.
sharp.cache(false)
sharp.concurrency(1)

/** Most pixels a photograph may have; a header that claims more is refused before anything is decoded. */
export const maxPixels = 200_000_000

/** What the header of a photograph says. `width`, `height`: pixels after the EXIF orientation is applied. */
export interface ImageHeader {
  readonly format: ImageFormat
  readonly width: number
  readonly height: number
  /** EXIF orientation 1..8; 1 where the file has none. */
  readonly orientation: number
}

/** A decoded photograph. `width`, `height` are those of the raster; `header` has the full resolution. */
export interface DecodedImage extends Raster {
  readonly header: ImageHeader
}

/** A photograph's file, checked: known format, sane header. The sharp pipeline of it comes from `openPipeline`. */
export interface CheckedImage {
  readonly bytes: Uint8Array
  readonly name: string
  readonly header: ImageHeader
  readonly deepWithProfile: boolean
}

/** Format, oriented size and orientation, read from the header alone. Throws `AppError('image_unreadable')` for
 *  what is no JPEG, PNG, TIFF or WebP and `AppError('image_too_large')` beyond 200 megapixels. */
export async function probeImage(input: ImageInput): Promise<ImageHeader> {
  return (await checkImage(input)).header
}

/** Reads the file (once) and its header. Throws as `probeImage`. */
export async function checkImage(input: ImageInput): Promise<CheckedImage> {
  const name = imageName(input)
  const bytes = await readImageFile(input)
  const format = sniffFormat(bytes)
  if (format === null) {
    throw new AppError('image_unreadable', `Could not decode ${name}: it is no JPEG, PNG, TIFF or WebP picture.`)
  }
  const metadata = await sharp(bytes, { failOn: 'error', limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw unreadable({ name, bytes, header: { format } }, cause)
    })
  const { width, height } = metadata.autoOrient
  if (width * height > maxPixels) {
    throw new AppError(
      'image_too_large',
      `${name} claims ${width} x ${height} pixels; at most ${maxPixels / 1e6} megapixels are decoded.`,
      { details: { width, height, maxPixels } },
    )
  }
  const deepWithProfile = metadata.hasProfile && (metadata.depth === 'ushort' || metadata.depth === 'short')
  return { bytes, name, header: { format, width, height, orientation: metadata.orientation ?? 1 }, deepWithProfile }
}

/** The one way pixels are read: first page, EXIF orientation applied, embedded profile to sRGB (CMYK through its own or
 *  a default profile), 16 to 8 bit, transparency over black, grey to RGB. `maxSide`: scaled down (never up) to
 *  fit a square of that side, in pixels; a JPEG is then decoded at reduced scale, yet read to its last byte. */
export function openPipeline(image: CheckedImage, maxSide?: number): Sharp {
  // 'error' refuses truncated and broken data, and lets pass what is merely odd (stray bytes before a marker).
  let pipeline = sharp(image.bytes, { failOn: 'error', limitInputPixels: maxPixels }).autoOrient()
  if (maxSide !== undefined && Math.max(image.header.width, image.header.height) > maxSide) {
    pipeline = pipeline.resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
  }
  // sharp carries 16-bit pictures with a profile over to Display P3 and leaves them there unless told otherwise.
  if (image.deepWithProfile) pipeline = pipeline.withIccProfile('srgb')
  return pipeline.flatten({ background: '#000000' }).toColourspace('srgb')
}

/** Decodes a photograph to 8-bit sRGB, upright, at full resolution or scaled down to fit `maxSide` pixels.
 *  Throws `AppError('image_unreadable')` for a missing, empty, truncated or damaged file and for what is no picture,
 *  `AppError('image_too_large')` beyond 200 megapixels; both sentences name the file. */
export async function decodeImage(input: ImageInput, options: { maxSide?: number } = {}): Promise<DecodedImage> {
  return decodeChecked(await checkImage(input), options.maxSide)
}

/** `decodeImage` of a file whose header was already read. */
export async function decodeChecked(image: CheckedImage, maxSide?: number): Promise<DecodedImage> {
  const { data, info } = await openPipeline(image, maxSide)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw unreadable(image, cause)
    })
  if (info.channels !== 3) {
    throw new AppError('image_unreadable', `Could not decode ${image.name}: it has ${info.channels} channels.`)
  }
  return { width: info.width, height: info.height, data, header: image.header }
}

/** The sentence for a picture that the decoder refused; its own words go into the details only. */
export function unreadable(
  { name, bytes, header }: Pick<CheckedImage, 'name' | 'bytes'> & { readonly header: Pick<ImageHeader, 'format'> },
  cause: unknown,
): AppError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const reason = endsTooSoon(bytes, header.format) ? 'the file is cut short' : 'the picture is damaged'
  return new AppError('image_unreadable', `Could not decode ${name}: ${reason}.`, { cause, details: { message } })
}
