import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { type ElementType, elementCount, type Shape, type Tensor, type TensorMap } from '../tensor.ts'
import { fromBfloat16, fromFloat16 } from './float16.ts'

/* The format: github.com/huggingface/safetensors. Eight bytes of length, a JSON header, raw little-endian values that
   follow each other without gaps. */

/** The format's name of each element type that is written. */
const codes = {
  float32: 'F32',
  float64: 'F64',
  int64: 'I64',
  int32: 'I32',
  uint8: 'U8',
  bool: 'BOOL',
} as const satisfies Record<ElementType, string>

interface Reader {
  /** Bytes a value. */
  readonly width: number
  /** `bytes` is a copy of its own, so that it lies aligned and holds on to nothing else. */
  read(bytes: Uint8Array<ArrayBuffer>, shape: Shape): Tensor
}

/** Everything that is read. Half precision becomes float32, which holds it exactly. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['F32', { width: 4, read: ({ buffer }, shape) => ({ type: 'float32', shape, data: new Float32Array(buffer) }) }],
  ['F16', { width: 2, read: (bytes, shape) => ({ type: 'float32', shape, data: fromFloat16(bytes) }) }],
  ['BF16', { width: 2, read: (bytes, shape) => ({ type: 'float32', shape, data: fromBfloat16(bytes) }) }],
  ['F64', { width: 8, read: ({ buffer }, shape) => ({ type: 'float64', shape, data: new Float64Array(buffer) }) }],
  ['I64', { width: 8, read: ({ buffer }, shape) => ({ type: 'int64', shape, data: new BigInt64Array(buffer) }) }],
  ['I32', { width: 4, read: ({ buffer }, shape) => ({ type: 'int32', shape, data: new Int32Array(buffer) }) }],
  ['U8', { width: 1, read: (bytes, shape) => ({ type: 'uint8', shape, data: bytes }) }],
  ['BOOL', { width: 1, read: (bytes, shape) => ({ type: 'bool', shape, data: bytes }) }],
])

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()).max(8),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
})
type Entry = z.infer<typeof entrySchema>

/** Bytes before the header: its length, little-endian. */
export const prefixBytes = 8

/** No network's header comes near; parsed JSON takes many times its bytes. */
const longestHeader = 2 ** 24

/** A safetensors file of named tensors: a checkpoint's parameters, an optimizer's state. `notes` go into its metadata. */
export function encodeTensors(
  tensors: TensorMap,
  notes: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = notes.size > 0 ? [['__metadata__', Object.fromEntries(notes)]] : []
  let offset = 0
  for (const [name, { type, shape, data }] of tensors) {
    entries.push([name, { dtype: codes[type], shape, data_offsets: [offset, offset + data.byteLength] }])
    offset += data.byteLength
  }
  const written = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  // Values begin at a multiple of 8; the format allows spaces behind the header.
  const length = Math.ceil(written.length / 8) * 8
  const bytes = new Uint8Array(prefixBytes + length + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.fill(0x20, prefixBytes, prefixBytes + length)
  bytes.set(written, prefixBytes)
  let position = prefixBytes + length
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position)
    position += data.byteLength
  }
  return bytes
}

/** What a file's header says of its values. */
interface Header {
  readonly entries: readonly (readonly [string, Entry & { readonly reader: Reader }])[]
  readonly notes: ReadonlyMap<string, string>
}

/** The tensors of a safetensors file, copied, and its notes. A header that lies about sizes or places is refused before
 *  anything is allocated. Throws `AppError('model_unreadable')`. */
export function decodeTensors(bytes: Uint8Array): { tensors: TensorMap; notes: ReadonlyMap<string, string> } {
  const end = headerEnd(bytes, bytes.length)
  const data = bytes.subarray(end)
  const { entries, notes } = readHeader(bytes.subarray(0, end), bytes.length)
  const tensors = new Map(
    entries.map(([name, { reader, shape, data_offsets: place }]) => [
      name,
      reader.read(new Uint8Array(data.subarray(...place)), shape),
    ]),
  )
  return { tensors, notes }
}

/** The header of a file of `fileBytes` bytes, from what stands before its values. Throws `AppError('model_unreadable')`
 *  where it does not describe that many. */
export function readHeader(bytes: Uint8Array, fileBytes: number): Header {
  const { __metadata__: noted, ...header } = parseHeader(bytes.subarray(prefixBytes))
  const entries = Object.entries(header).map(([name, value]) => [name, parseEntry(name, value)] as const)
  checkPlaces(entries, fileBytes - bytes.length)
  return { entries, notes: new Map(Object.entries(z.record(z.string(), z.string()).catch({}).parse(noted))) }
}

/** PyTorch's own files are ZIP archives, or pickles before that. */
function isPyTorchFile(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x80 && bytes[1] === 0x02)
}

/** Where the values begin in a file of `fileBytes` bytes, from its first eight. Throws `AppError('model_unreadable')`. */
export function headerEnd(bytes: Uint8Array, fileBytes: number): number {
  if (isPyTorchFile(bytes) && bytes[7] !== 0) {
    throw damaged('this is a file of PyTorch’s own format, which may run code; save it as safetensors')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length < prefixBytes ? undefined : view.getBigUint64(0, true)
  if (length === undefined || length > BigInt(fileBytes - prefixBytes)) {
    throw damaged('its header is longer than the file')
  }
  if (length > BigInt(longestHeader)) throw damaged(`a header of ${length} bytes makes no sense`)
  return prefixBytes + Number(length)
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (cause) {
    throw damaged('the header is no JSON object', cause)
  }
}

function parseEntry(name: string, value: unknown): Entry & { readonly reader: Reader } {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) throw damaged(`the entry ${shortened(name)} is of another form`)
  const reader = readers.get(parsed.data.dtype)
  if (reader === undefined)
    throw damaged(`${shortened(name)} holds values of the type ${shortened(parsed.data.dtype)}, which is not supported`)
  const [start, end] = parsed.data.data_offsets
  if (end - start !== elementCount(parsed.data.shape) * reader.width) {
    throw damaged(`${end - start} bytes do not fill the shape [${parsed.data.shape.join(', ')}] of ${shortened(name)}`)
  }
  return { ...parsed.data, reader }
}

/** Throws unless the values follow each other, from the first byte to the last, as the format wants it. */
function checkPlaces(entries: readonly (readonly [string, Entry])[], length: number): void {
  let filled = 0
  const inOrder = entries.toSorted(([, a], [, b]) => {
    return a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
  })
  for (const [name, { data_offsets: place }] of inOrder) {
    if (place[1] > length) throw damaged(`the values of ${shortened(name)} lie behind the end of the file`)
    if (place[0] < filled) throw damaged(`the values of ${shortened(name)} overlap those of another tensor`)
    if (place[0] > filled) throw damaged(`nothing describes the values before those of ${shortened(name)}`)
    filled = place[1]
  }
  if (filled < length) throw damaged('nothing describes the values at its end')
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError('model_unreadable', `The weights cannot be read: ${why}.`, cause === undefined ? {} : { cause })
}
