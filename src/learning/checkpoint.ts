import { z } from 'zod'
import type { TensorMap } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'

/* A checkpoint is one binary in the layout of safetensors (a length of eight bytes, a JSON header, raw little-endian
   float32 values): nothing in it is ever executed, and other tools can look inside. What is not a tensor is JSON text in
   the header's `__metadata__`. */

const tensorSchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
})
const metadataSchema = z.object({ format: z.literal('regrade-checkpoint-1'), state: z.string() })
const headerSchema = z.object({ __metadata__: metadataSchema }).catchall(tensorSchema)

export interface Checkpoint<S> {
  /** Everything but the tensors; plain JSON. */
  readonly state: S
  readonly tensors: TensorMap
}

/** The checkpoint's bytes, the same for the same content. All tensors are float32.
 *  Throws `AppError('internal')` for one of another type. */
export function encodeCheckpoint<S>(checkpoint: Checkpoint<S>): Uint8Array {
  const header: Record<string, unknown> = {
    __metadata__: { format: 'regrade-checkpoint-1', state: JSON.stringify(checkpoint.state) },
  }
  let offset = 0
  for (const [name, tensor] of checkpoint.tensors) {
    if (tensor.type !== 'float32') throw new AppError('internal', `Tensor ${name} of a checkpoint is ${tensor.type}.`)
    header[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, offset + tensor.data.byteLength] }
    offset += tensor.data.byteLength
  }
  // Padded with spaces to eight bytes, so that the values that follow lie aligned.
  const text = JSON.stringify(header)
  const unpadded = Buffer.byteLength(text)
  const length = Math.ceil(unpadded / 8) * 8
  const bytes = new Uint8Array(8 + length + offset)
  const view = Buffer.from(bytes.buffer)
  view.writeBigUInt64LE(BigInt(length), 0)
  view.write(text + ' '.repeat(length - unpadded), 8)
  let at = 8 + length
  for (const { data } of checkpoint.tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

function damaged(reason: string, cause?: unknown): AppError {
  return new AppError(
    'compute_failed',
    `The checkpoint cannot be read: ${reason}.`,
    cause === undefined ? {} : { cause },
  )
}

/** The checkpoint of those bytes, its state checked against `schema`. Throws `AppError('compute_failed')` where they are
 *  no checkpoint, a damaged one, or one of another version. */
export function decodeCheckpoint<S>(bytes: Uint8Array, schema: z.ZodType<S>): Checkpoint<S> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length >= 8 ? view.readBigUInt64LE(0) : 0n
  if (length === 0n || length > BigInt(bytes.length - 8)) throw damaged('its header is cut short')
  const body = bytes.subarray(8 + Number(length))
  const header = parse(view.toString('utf8', 8, 8 + Number(length)), headerSchema)
  const tensors: TensorMap = new Map()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const { shape, data_offsets } = tensorSchema.parse(entry)
    const [start, end] = data_offsets
    const count = shape.reduce((product, size) => product * size, 1)
    if (end > body.length || end - start !== count * 4) throw damaged(`tensor ${name} is cut short`)
    // Copied, so that a tensor does not hold on to the whole file, and is aligned wherever the bytes came from.
    const data = new Float32Array(new Uint8Array(body.subarray(start, end)).buffer)
    tensors.set(name, { type: 'float32', shape, data })
  }
  return { state: parse(header.__metadata__.state, schema), tensors }
}

function parse<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw damaged('its content is not of the expected form', cause)
  }
}
