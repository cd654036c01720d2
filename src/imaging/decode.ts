import sharp, { type Sharp } from 'sharp'
import { AppError } from '#shared/errors.ts'
import { endsTooSoon } from './cut-short.ts'
import { foreignFormat } from './foreign-formats.ts'
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
  /** Whether the decoder found bytes that cannot be: part of the picture is not what the camera took. */
  readonly damaged: boolean
}

/** A photograph's file, checked: known format, sane header. The sharp pipeline of it comes from `openPipeline`. */
export interface CheckedImage {
  readonly bytes: Uint8Array
  readonly name: string
  readonly header: ImageHeader
  readonly deepWithProfile: boolean
  /** What its values are multiplied by: 1 but for fewer bits in a file of 16. */
  readonly stretch: number
  /** Sentences on how the file was read, where that is not evident from the picture. */
  readonly notes: readonly string[]
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
    throw new AppError('image_unreadable', `Could not decode ${name}: ${foreignFormat(bytes)}`)
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
  const header = { format, width, height, orientation: metadata.orientation ?? 1 }
  const deep = metadata.depth === 'ushort' || metadata.depth === 'short'
  const bits = deep ? await usedBits({ bytes, name, header }) : 16
  const { pages = 1 } = metadata
  return {
    ...{ bytes, name, header, deepWithProfile: metadata.hasProfile && deep, stretch: 2 ** (16 - bits) },
    notes: [
      ...(pages > 1 ? [`The file has ${pages} pages; the first was read.`] : []),
      ...(bits < 16 ? [`Its values take ${bits} of 16 bits; they were stretched to the full range.`] : []),
    ],
  }
}

/** Depths of detectors that are kept in files of 16 bits. A true picture of 16 bits that reaches no further would be black. */
const detectorBits = [8, 10, 12]

async function usedBits(image: Pick<CheckedImage, 'bytes' | 'name' | 'header'>): Promise<number> {
  const { channels } = await sharp(image.bytes, { failOn: 'error', limitInputPixels: maxPixels })
    .stats()
    .catch((cause: unknown) => {
      throw unreadable(image, cause)
    })
  const most = Math.max(...channels.map(({ max }) => max))
  return most === 0 ? 16 : (detectorBits.find((bits) => most < 2 ** bits) ?? 16)
}

/** The one way pixels are read: first page, EXIF orientation applied, embedded profile to sRGB (CMYK through its own or
 *  a default profile), 16 to 8 bit, transparency over black, grey to RGB. `maxSide`: scaled down (never up) to
 *  fit a square of that side, in pixels; a JPEG is then decoded at reduced scale, yet read to its last byte. `failOn`: 'error'
 *  refuses what is cut short or cannot be decoded on; 'warning' also bytes that cannot be within a JPEG. */
export function openPipeline(image: CheckedImage, maxSide?: number, failOn: 'error' | 'warning' = 'error'): Sharp {
  let pipeline = sharp(image.bytes, { failOn, limitInputPixels: maxPixels }).autoOrient()
  if (maxSide !== undefined && Math.max(image.header.width, image.header.height) > maxSide) {
    pipeline = pipeline.resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
  }
  if (image.stretch !== 1) pipeline = pipeline.linear(image.stretch, 0)
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

/** `decodeImage` of a file whose header was already read. A JPEG is decoded once where it is whole, and once more where its bytes
 *  are damaged and it can be decoded all the same. */
export async function decodeChecked(image: CheckedImage, maxSide?: number): Promise<DecodedImage> {
  const decode = (failOn: 'error' | 'warning') =>
    openPipeline(image, maxSide, failOn).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const refuse = (cause: unknown) => {
    throw unreadable(image, cause)
  }
  // libtiff and libpng warn of what is merely odd, libjpeg of data that cannot be.
  const strict = image.header.format === 'jpeg' ? await decode('warning').catch(() => null) : null
  const { data, info } = strict ?? (await decode('error').catch(refuse))
  if (info.channels !== 3) {
    throw new AppError('image_unreadable', `Could not decode ${image.name}: it has ${info.channels} channels.`)
  }
  const damaged = image.header.format === 'jpeg' && strict === null
  return { width: info.width, height: info.height, data, header: image.header, damaged }
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
