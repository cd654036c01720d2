import type { ImageFormat } from './image-file.ts'

/** Whether the bytes of a picture end before the picture does, read from its own end mark: JPEG's EOI behind the first scan,
 *  PNG's IEND, the length in WebP's RIFF header, TIFF's first directory (which its writers put last). libvips keeps one error
 *  text for the whole process, so what it says of a file may be of another one that a thread beside it was reading. */
export function endsTooSoon(bytes: Uint8Array, format: ImageFormat): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'jpeg':
      return endOfJpeg(buffer) < 0
    case 'png':
      return buffer.indexOf('IEND', 8, 'latin1') < 0
    case 'webp':
      return buffer.length < 8 || buffer.readUInt32LE(4) + 8 > buffer.length
    case 'tiff':
      return firstDirectory(buffer) >= buffer.length
  }
}

/** Segments are stepped over by their lengths up to the first scan: an EXIF thumbnail has an end mark of its own. */
function endOfJpeg(buffer: Buffer): number {
  let at = 2
  while (at + 4 <= buffer.length && buffer[at] === 0xff) {
    if (buffer[at + 1] === 0xda) return buffer.indexOf('\xff\xd9', at, 'latin1')
    // A marker may be preceded by any number of fill bytes.
    at += buffer[at + 1] === 0xff ? 1 : 2 + buffer.readUInt16BE(at + 2)
  }
  // Where a length points past the end, the file was cut inside that segment; anything else is damage.
  return at + 4 > buffer.length ? -1 : at
}

function firstDirectory(buffer: Buffer): number {
  if (buffer.length < 16) return buffer.length
  const little = buffer[0] === 0x49
  const isBig = (little ? buffer.readUInt16LE(2) : buffer.readUInt16BE(2)) === 43
  if (isBig) return Number(little ? buffer.readBigUInt64LE(8) : buffer.readBigUInt64BE(8))
  return little ? buffer.readUInt32LE(4) : buffer.readUInt32BE(4)
}
