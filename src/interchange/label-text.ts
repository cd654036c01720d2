import { AppError } from '#shared/errors.ts'

/** `mixed`: UTF-8 with single bytes among it that are none. */
export const labelEncodings = ['utf8', 'latin1', 'utf16le', 'utf16be', 'mixed'] as const
export type LabelEncoding = (typeof labelEncodings)[number]

/** The text of a label file. A byte-order mark stays at its beginning. */
export interface LabelText {
  readonly text: string
  readonly encoding: LabelEncoding
}

const binaryKinds: readonly { readonly start: string; readonly name: string }[] = [
  { start: 'ffd8ff', name: 'is a JPEG photograph' },
  { start: '89504e47', name: 'is a PNG picture' },
  { start: '49492a00', name: 'is a TIFF picture' },
  { start: '4d4d002a', name: 'is a TIFF picture' },
  { start: '25504446', name: 'is a PDF; save its table as .xlsx or CSV' },
  { start: '1f8b', name: 'is a compressed file; unpack it first' },
  { start: 'fffe0000', name: 'is UTF-32 text; save it as UTF-8' },
  { start: '0000feff', name: 'is UTF-32 text; save it as UTF-8' },
]

export function refuseLabels(fileName: string, why: string, cause?: unknown): AppError {
  return new AppError('labels_unreadable', `${fileName} is no label file: it ${why}.`, { cause })
}

/** Decodes a label file: UTF-8, UTF-16 with or without its mark, else Latin-1. Throws `AppError('labels_unreadable')` for what cannot
 *  be a table of text. */
export function decodeLabels(bytes: Uint8Array, fileName: string): LabelText {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  const kind = binaryKinds.find((one) => start.startsWith(one.start))
  if (kind) throw refuseLabels(fileName, kind.name)
  const wide = wideEncoding(bytes)
  if (wide) return decodeWide(bytes, wide, fileName)
  if (bytes.subarray(0, 65_536).some(isControl)) throw refuseLabels(fileName, 'holds binary data')
  return decodeUtf8(bytes) ?? decodeMixed(bytes) ?? { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' }
}

/** The bytes of a text, so that what was decoded is what it was before. */
export function encodeLabels({ text, encoding }: LabelText): Uint8Array {
  switch (encoding) {
    case 'utf16be':
      return Buffer.from(text, 'utf16le').swap16()
    case 'mixed':
      return Buffer.concat(text.split(strayBytes).map(encodePiece))
    default:
      return Buffer.from(text, encoding)
  }
}

/** A text as it is meant: single bytes that are no UTF-8 are taken for Latin-1. */
export function meantText(text: string): string {
  return text.replace(strayByte, (stray) => String.fromCharCode(stray.charCodeAt(0) - strayStart))
}

/** Private-use characters that stand for the bytes 0x80 to 0xff where these are no UTF-8. */
const strayStart = 0xf700
const strayByte = /[\uf780-\uf7ff]/g
const strayBytes = /([\uf780-\uf7ff])/

function encodePiece(piece: string): Uint8Array {
  return strayBytes.test(piece) ? Uint8Array.of(piece.charCodeAt(0) - strayStart) : Buffer.from(piece)
}

function decodeUtf8(bytes: Uint8Array): LabelText | undefined {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf8' }
  } catch {
    return undefined
  }
}

/** Of a file in which some line is UTF-8 beyond ASCII and another is not: line by line, so that one stray byte does not spoil the
 *  rest. */
function decodeMixed(bytes: Uint8Array): LabelText | undefined {
  let wide = false
  let text = ''
  for (let start = 0; start < bytes.length; ) {
    const lineFeed = bytes.indexOf(10, start)
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1
    const line = decodeUtf8(bytes.subarray(start, end))?.text
    if (line !== undefined && line.length < end - start) wide = true
    if (line?.match(strayByte)) return undefined
    text +=
      line ??
      Buffer.from(bytes.subarray(start, end))
        .toString('latin1')
        .replace(/[\x80-\xff]/g, markStray)
    start = end
  }
  return wide ? { text, encoding: 'mixed' } : undefined
}

function markStray(character: string): string {
  return String.fromCharCode(strayStart + character.charCodeAt(0))
}

/** By the byte-order mark; without one, a table of Latin letters has a zero in every second byte. */
function wideEncoding(bytes: Uint8Array): 'utf16le' | 'utf16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be'
  const zeros = [0, 0]
  const looked = Math.min(bytes.length & ~1, 4096)
  for (let index = 0; index < looked; index++) {
    if (bytes[index] === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  if (even === 0 && odd > looked / 4) return 'utf16le'
  return odd === 0 && even > looked / 4 ? 'utf16be' : undefined
}

function decodeWide(bytes: Uint8Array, encoding: 'utf16le' | 'utf16be', fileName: string): LabelText {
  const name = encoding === 'utf16le' ? 'utf-16le' : 'utf-16be'
  try {
    const text = new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes)
    if ([...text.slice(0, 65_536)].some((character) => isControl(character.charCodeAt(0)))) throw new Error('binary')
    return { text, encoding }
  } catch (cause) {
    throw refuseLabels(fileName, 'looks like UTF-16 text and is damaged; save it anew as UTF-8', cause)
  }
}

/** Control characters other than tab, line feed and carriage return. */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 32)
}
