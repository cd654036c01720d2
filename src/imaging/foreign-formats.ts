import { isDicom } from '#shared/dicom.ts'

/** A file that is no picture of ours: what it is, by its first bytes, and what to do about it. */
interface ForeignFormat {
  readonly is: (bytes: Buffer) => boolean
  readonly sentence: string
}

const textAt = (bytes: Buffer, at: number, ...texts: readonly string[]) =>
  texts.some((text) => bytes.toString('latin1', at, at + text.length) === text)

/** Brands of the ISO base media file format that hold a HEIF picture, ISO/IEC 23008-12. */
const heifBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']

const foreignFormats: readonly ForeignFormat[] = [
  {
    is: isDicom,
    sentence: 'it is a DICOM file, and reading DICOM is not there yet. Export it as JPEG, PNG or TIFF.',
  },
  {
    is: (bytes) => textAt(bytes, 4, 'ftyp') && textAt(bytes, 8, ...heifBrands),
    sentence: 'it is a HEIC picture, as phones take them. Save it as JPEG or PNG.',
  },
  {
    is: (bytes) => textAt(bytes, 4, 'ftyp') && textAt(bytes, 8, 'avif', 'avis'),
    sentence: 'it is an AVIF picture. Save it as JPEG or PNG.',
  },
  { is: (bytes) => textAt(bytes, 0, 'BM'), sentence: 'it is a BMP picture. Save it as PNG or JPEG.' },
  { is: (bytes) => textAt(bytes, 0, 'GIF8'), sentence: 'it is a GIF picture. Save it as PNG or JPEG.' },
  {
    is: (bytes) => textAt(bytes, 4, 'jP  ') || textAt(bytes, 0, '\xff\x4f\xff\x51'),
    sentence: 'it is a JPEG 2000 picture. Save it as JPEG, PNG or TIFF.',
  },
  { is: (bytes) => textAt(bytes, 0, '%PDF'), sentence: 'it is a PDF document. Save its pictures as JPEG or PNG.' },
  {
    is: (bytes) => textAt(bytes, 0, '<svg', '<?xml', '<html', '<!DOC', '<!doc'),
    sentence: 'it is a drawing or a web page, and no photograph. Save the photograph as JPEG, PNG or TIFF.',
  },
]

/** What comes after "Could not decode NAME: ". */
export function foreignFormat(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const known = foreignFormats.find((format) => format.is(buffer))
  return known?.sentence ?? 'it is no JPEG, PNG, TIFF or WebP picture. Save it as one of these.'
}
