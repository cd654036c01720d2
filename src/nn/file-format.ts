import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { unreadableFile } from '#files/named-file.ts'
import { openRegular } from '#files/regular-file.ts'
import { UnreadableFile } from '#files/why-unreadable.ts'
import { AppError } from '#shared/errors.ts'
import { adviceOn, adviceText, type ForeignFormat, formatOfName } from '#shared/model-formats.ts'

/** What a file is by its first bytes, whatever it is called; `onnx` where nothing speaks against it: its format has no mark. */
export type ModelFormat = 'safetensors' | 'onnx'

/** Bytes that are looked at. */
const looked = 512

/** Whether a file is read as weights or as a model. Throws `AppError('not_found')`, and `AppError('model_unreadable')` for what
 *  is of a format that is not read, saying which and what to do. */
export async function modelFormat(file: string): Promise<ModelFormat> {
  const start = await firstBytes(file)
  if (start === undefined) {
    const saved = await stat(join(file, 'saved_model.pb')).catch(() => undefined)
    if (saved) throw foreign('saved-model', file)
    throw new AppError('usage', `${file} is a folder; an .onnx or a .safetensors file is read.`)
  }
  if (isSafetensors(start)) return 'safetensors'
  const found = formatOfBytes(start, file) ?? formatOfName(file)
  if (found) throw foreign(found, file)
  return /\.safetensors$/i.test(file) ? 'safetensors' : 'onnx'
}

function foreign(format: ForeignFormat, file: string): AppError {
  const advice = adviceOn(format, file)
  return new AppError('model_unreadable', adviceText(advice), { details: { format, lines: [...advice.lines] } })
}

/** Undefined of a folder. */
async function firstBytes(file: string): Promise<Uint8Array | undefined> {
  try {
    const { handle } = await openRegular(file)
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(looked), 0, looked, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof UnreadableFile && cause.kind === 'folder') return undefined
    throw unreadableFile('not_found', `The file ${file}`, cause)
  }
}

/** A length of less than 2³² and a JSON object. */
function isSafetensors(start: Uint8Array): boolean {
  return start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0)
}

/** What files of a format begin with, or have at an offset. Pickles name their protocol. */
const marks: readonly (readonly [string, ForeignFormat, number?])[] = [
  ['\x80\x02', 'pytorch'],
  ['\x80\x03', 'pytorch'],
  ['\x80\x04', 'pytorch'],
  ['\x80\x05', 'pytorch'],
  ['\x89HDF\r\n\x1a\n', 'keras'],
  ['\x93NUMPY', 'numpy'],
  ['TFL3', 'tensorflow-lite', 4],
  // A pointer of Git LFS goes on with the address of its specification.
  ['version https:', 'pointer'],
  ['\x1f\x8b', 'archive'],
  ['BZh', 'archive'],
  ['7z\xbc\xaf', 'archive'],
  ['Rar!', 'archive'],
  ['ustar', 'archive', 257],
]

function formatOfBytes(start: Uint8Array, file: string): ForeignFormat | undefined {
  const text = Buffer.from(start).toString('latin1')
  if (text.startsWith('PK\x03\x04')) return formatOfZip(text, file)
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return 'web-page'
  return marks.find(([mark, , offset = 0]) => text.startsWith(mark, offset))?.[1]
}

/** By the name of the archive's first file. Source: APPNOTE.TXT, local file header; PyTorch's and Keras' own formats. */
function formatOfZip(text: string, file: string): ForeignFormat {
  const first = text.slice(30, 30 + text.charCodeAt(26) + 256 * text.charCodeAt(27))
  if (first.endsWith('.npy')) return 'numpy'
  if (/^(metadata\.json|config\.json|model\.weights\.h5)$/.test(first)) return 'keras'
  if (/(^|\/)(data\.pkl|byteorder|version|\.format_version|\.storage_alignment)$/.test(first)) return 'pytorch'
  return formatOfName(file) ?? 'archive'
}
