import { AppError } from '#shared/errors.ts'

export const labelEncodings = ['utf8', 'latin1'] as const satisfies readonly BufferEncoding[]
export type LabelEncoding = (typeof labelEncodings)[number]

/** The text of a label file. A byte-order mark stays at its beginning. */
export interface LabelText {
  readonly text: string
  readonly encoding: LabelEncoding
}

/** Beyond this a file is no label file: 88,702 rows of EyePACS are 1.2 MB. */
export const largestLabelFile = 64 * 1024 * 1024

const binaryKinds: readonly { readonly start: string; readonly name: string }[] = [
  { start: 'ffd8ff', name: 'a JPEG photograph' },
  { start: '89504e47', name: 'a PNG picture' },
  { start: '49492a00', name: 'a TIFF picture' },
  { start: '4d4d002a', name: 'a TIFF picture' },
  { start: '504b0304', name: 'an Excel workbook or another ZIP archive; save it as CSV' },
  { start: 'd0cf11e0', name: 'an old Excel workbook; save it as CSV' },
  { start: '25504446', name: 'a PDF' },
  { start: '1f8b', name: 'a compressed file; unpack it first' },
  { start: 'fffe', name: 'UTF-16 text; save it as UTF-8' },
  { start: 'feff', name: 'UTF-16 text; save it as UTF-8' },
]

/** Decodes a label file: UTF-8, else Latin-1. Throws `AppError('labels_unreadable')` for what cannot be a table of text. */
export function decodeLabels(bytes: Uint8Array, fileName: string): LabelText {
  const refuse = (why: string) => new AppError('labels_unreadable', `${fileName} is no label file: it ${why}.`)
  if (bytes.length === 0) throw refuse('is empty')
  if (bytes.length > largestLabelFile) throw refuse(`has ${Math.round(bytes.length / 1e6)} MB`)
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  const kind = binaryKinds.find((one) => start.startsWith(one.start))
  if (kind) throw refuse(`is ${kind.name}`)
  if (bytes.subarray(0, 65_536).some(isControl)) throw refuse('holds binary data')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf8' }
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' }
  }
}

/** Control characters other than tab, line feed and carriage return. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32)
}
