import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { elementCount, type Tensor, type TensorMap } from '../tensor.ts'

/** Element types of the format that this room writes; source: github.com/huggingface/safetensors. */
const codes = { float32: 'F32', float64: 'F64', int64: 'I64', int32: 'I32', uint8: 'U8', bool: 'BOOL' } as const

const constructors = {
  F32: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'float32',
    shape,
    data: new Float32Array(buffer),
  }),
  F64: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'float64',
    shape,
    data: new Float64Array(buffer),
  }),
  I64: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'int64',
    shape,
    data: new BigInt64Array(buffer),
  }),
  I32: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'int32',
    shape,
    data: new Int32Array(buffer),
  }),
  U8: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'uint8',
    shape,
    data: new Uint8Array(buffer),
  }),
  BOOL: (buffer: ArrayBuffer, shape: readonly number[]): Tensor => ({
    type: 'bool',
    shape,
    data: new Uint8Array(buffer),
  }),
}

const widths = { F32: 4, F64: 8, I64: 8, I32: 4, U8: 1, BOOL: 1 } as const

const entrySchema = z.object({
  dtype: z.enum(['F32', 'F64', 'I64', 'I32', 'U8', 'BOOL']),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
})

/** Bytes before the header: its length, little-endian. */
const prefixBytes = 8

/** A safetensors file of named tensors: a checkpoint's parameters, an optimizer's state. `notes` go into its metadata. */
export function encodeTensors(
  tensors: TensorMap,
  notes: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {}
  if (notes.size > 0) header.__metadata__ = Object.fromEntries(notes)
  let offset = 0
  for (const [name, { type, shape, data }] of tensors) {
    header[name] = { dtype: codes[type], shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const written = new TextEncoder().encode(JSON.stringify(header))
  // Data begins at a multiple of 8; the format allows spaces behind the header.
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

/** The tensors of a safetensors file, copied, and its notes. A header that lies about sizes or places is refused before
 *  anything is allocated. Throws `AppError('model_unreadable')`. */
export function decodeTensors(bytes: Uint8Array): { tensors: TensorMap; notes: ReadonlyMap<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length < prefixBytes ? -1n : view.getBigUint64(0, true)
  if (length < 0n || length > BigInt(bytes.length - prefixBytes)) throw damaged('its header is longer than the file')
  const data = bytes.subarray(prefixBytes + Number(length))
  const header = parseHeader(bytes.subarray(prefixBytes, prefixBytes + Number(length)))
  const tensors = new Map<string, Tensor>()
  let notes: ReadonlyMap<string, string> = new Map()
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      notes = new Map(Object.entries(z.record(z.string(), z.string()).catch({}).parse(value)))
      continue
    }
    const parsed = entrySchema.safeParse(value)
    if (!parsed.success) throw damaged(`the entry ${name} cannot be read`)
    const { dtype, shape, data_offsets: range } = parsed.data
    if (range[1] > data.length || range[1] - range[0] !== elementCount(shape) * widths[dtype]) {
      throw damaged(`the values of ${name} do not lie where it says`)
    }
    tensors.set(name, constructors[dtype](data.slice(...range).buffer as ArrayBuffer, shape))
  }
  return { tensors, notes }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw new AppError('model_unreadable', 'The weights cannot be read: the header is no JSON object.', { cause })
  }
}

function damaged(why: string): AppError {
  return new AppError('model_unreadable', `The weights cannot be read: ${why}.`)
}
