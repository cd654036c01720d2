import sharp from 'sharp'
import './decode.ts'
import type { Raster } from './raster.ts'

/** 8-bit sRGB pixels as a JPEG. `quality` 1..100. */
export async function encodeJpeg(image: Raster, quality = 92): Promise<Uint8Array> {
  return rawPicture(image.data, image.width, image.height, 3).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Pixels of 3 (RGB) or 4 (RGBA) bytes as a PNG. `effort`: zlib's level, 1 the fastest, 9 the smallest. */
export async function encodePng(
  data: Uint8Array,
  width: number,
  height: number,
  channels: 3 | 4 = 3,
  effort = 6,
): Promise<Uint8Array> {
  return rawPicture(data, width, height, channels).png({ compressionLevel: effort }).toBuffer()
}

function rawPicture(data: Uint8Array, width: number, height: number, channels: 3 | 4) {
  return sharp(data, { raw: { width, height, channels } })
}
