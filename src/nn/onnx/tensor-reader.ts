import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { type ElementType, elementCount, type Shape, type Tensor } from '../tensor.ts'
import { fromBfloat16, fromFloat16 } from '../weights/float16.ts'
import type { ExternalData } from './external-data.ts'
import { dataTypes, fields, halfTypes, otherTypes } from './schema.ts'
import { bytesOf, floatsOf, integersOf, numberOf, textOf, wireFields } from './wire-reader.ts'

/** Whether values of a TensorProto.DataType are in half precision. */
export function isHalf(code: number): boolean {
  return code === halfTypes.float16 || code === halfTypes.bfloat16
}

/** The element type that values of a TensorProto.DataType are kept as: half precision becomes float32. Throws
 *  `AppError('model_unreadable')` for one that is not kept. */
export function elementTypeOf(code: number): ElementType {
  if (isHalf(code)) return 'float32'
  for (const [type, value] of Object.entries(dataTypes)) if (value === code) return type as ElementType
  const name = otherTypes.get(code)
  const quantised = name !== undefined && /^(U?INT[48]|FLOAT8)$/.test(name)
  throw new AppError(
    'model_unreadable',
    quantised
      ? `The file has values of the type ${name}: it is a quantised model, and learns no more. ${unquantised}`
      : `The file has values of ONNX's data type ${name ?? code}, which is not supported.`,
  )
}

/** The way out for what was made small for use in a device. */
export const unquantised = 'Import the model that it was made from, exported in float32.'

/** Room for `count` values of a type, over a copy of the raw bytes where there are some. */
function storage(type: ElementType, shape: Shape, raw: ArrayBuffer): Tensor {
  switch (type) {
    case 'float32':
      return { type, shape, data: new Float32Array(raw) }
    case 'float64':
      return { type, shape, data: new Float64Array(raw) }
    case 'int64':
      return { type, shape, data: new BigInt64Array(raw) }
    case 'int32':
      return { type, shape, data: new Int32Array(raw) }
    case 'uint8':
    case 'bool':
      return { type, shape, data: new Uint8Array(raw) }
  }
}

const bytesPerElement = { float32: 4, float64: 8, int64: 8, int32: 4, uint8: 1, bool: 1 } as const satisfies Record<
  ElementType,
  number
>

/** A TensorProto. Its shape must be filled exactly by what the file holds, so a lie about a size allocates nothing.
 *  Throws `AppError('model_unreadable')`. */
export function readTensor(bytes: Uint8Array, external: ExternalData): { name: string; tensor: Tensor; half: boolean } {
  const shape: number[] = []
  let name = ''
  let code: number = dataTypes.float32
  let type: ElementType = 'float32'
  let raw: Uint8Array | undefined
  const floats: number[] = []
  const integers: bigint[] = []
  const elsewhere = new Map<string, string>()
  for (const field of wireFields(bytes)) {
    if (field.number === fields.tensor.dims) append(shape, integersOf(field).map(Number))
    else if (field.number === fields.tensor.dataType) {
      code = numberOf(field)
      type = elementTypeOf(code)
    }
    if (field.number === fields.tensor.name) name = textOf(field)
    else if (field.number === fields.tensor.rawData) raw = bytesOf(field)
    else if (field.number === fields.tensor.floatData) append(floats, floatsOf(field))
    else if (field.number === fields.tensor.int64Data || field.number === fields.tensor.int32Data)
      append(integers, integersOf(field))
    else if (field.number === fields.tensor.externalData) elsewhere.set(...readEntry(bytesOf(field)))
  }
  const count = elementCount(shape)
  const half = isHalf(code)
  const width = half ? 2 : bytesPerElement[type]
  if (!shape.every((dimension) => dimension >= 0) || !Number.isSafeInteger(count * bytesPerElement[type])) {
    throw new AppError('model_unreadable', `The constant ${shortened(name)} has the impossible shape [${shape}].`)
  }
  if (elsewhere.size > 0) raw = externalBytes(name, elsewhere, count * width, external)
  const listed = floats.length > 0 ? floats.length : integers.length
  const held = raw === undefined ? listed : raw.length / width
  if (held !== count) {
    throw new AppError('model_unreadable', `The constant ${shortened(name)} of shape [${shape}] holds ${held} values.`)
  }
  if (half) return { name, half, tensor: { type: 'float32', shape, data: widened(code, raw ?? halfWords(integers)) } }
  if (raw !== undefined) return { name, half, tensor: storage(type, shape, new Uint8Array(raw).buffer) }
  const tensor = storage(type, shape, new ArrayBuffer(count * bytesPerElement[type]))
  if (tensor.type === 'int64') tensor.data.set(integers)
  else tensor.data.set(floats.length > 0 ? floats : integers.map(Number))
  return { name, half, tensor }
}

function widened(code: number, bytes: Uint8Array): Float32Array {
  return code === halfTypes.bfloat16 ? fromBfloat16(bytes) : fromFloat16(bytes)
}

/** Half precision that is listed has its 16 bits in an integer's lower ones. Source: onnx.proto3, TensorProto.int32_data. */
function halfWords(integers: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(2 * integers.length)
  const view = new DataView(bytes.buffer)
  for (const [index, word] of integers.entries()) view.setUint16(2 * index, Number(BigInt.asUintN(16, word)), true)
  return bytes
}

/** The bytes of a constant that names a file for them. Source: onnx.proto3, TensorProto.external_data. */
function externalBytes(
  name: string,
  entries: ReadonlyMap<string, string>,
  length: number,
  external: ExternalData,
): Uint8Array {
  const offset = Number(entries.get('offset') ?? 0)
  const stated = Number(entries.get('length') ?? length)
  if (stated !== length || !Number.isSafeInteger(offset) || offset < 0) {
    throw new AppError(
      'model_unreadable',
      `The constant ${shortened(name)} takes ${length} bytes, and its file is said to give ${stated}.`,
    )
  }
  return external(entries.get('location') ?? '', offset, length)
}

/** A StringStringEntryProto. */
export function readEntry(bytes: Uint8Array): [string, string] {
  const entry: [string, string] = ['', '']
  for (const field of wireFields(bytes)) {
    if (field.number === fields.entry.key) entry[0] = textOf(field)
    else if (field.number === fields.entry.value) entry[1] = textOf(field)
  }
  return entry
}

/** A spread would put every value on the stack. */
export function append<T>(list: T[], values: readonly T[]): void {
  for (const value of values) list.push(value)
}
