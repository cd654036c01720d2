import { AppError } from '#shared/errors.ts'
import { type ElementType, elementCount, type Shape, type Tensor } from '../tensor.ts'
import type { ExternalData } from './external-data.ts'
import { dataTypes, fields } from './schema.ts'
import { bytesOf, floatsOf, integersOf, numberOf, textOf, wireFields } from './wire-reader.ts'

/** The element type of a TensorProto.DataType. Throws `AppError('model_unreadable')` for one that is not kept. */
export function elementTypeOf(code: number): ElementType {
  for (const [type, value] of Object.entries(dataTypes)) if (value === code) return type as ElementType
  throw new AppError('model_unreadable', `The file has values of ONNX's data type ${code}, which is not supported.`)
}

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
export function readTensor(bytes: Uint8Array, external: ExternalData): { name: string; tensor: Tensor } {
  const shape: number[] = []
  let name = ''
  let type: ElementType = 'float32'
  let raw: Uint8Array | undefined
  const floats: number[] = []
  const integers: bigint[] = []
  const elsewhere = new Map<string, string>()
  for (const field of wireFields(bytes)) {
    if (field.number === fields.tensor.dims) append(shape, integersOf(field).map(Number))
    else if (field.number === fields.tensor.dataType) type = elementTypeOf(numberOf(field))
    else if (field.number === fields.tensor.name) name = textOf(field)
    else if (field.number === fields.tensor.rawData) raw = bytesOf(field)
    else if (field.number === fields.tensor.floatData) append(floats, floatsOf(field))
    else if (field.number === fields.tensor.int64Data || field.number === fields.tensor.int32Data)
      append(integers, integersOf(field))
    else if (field.number === fields.tensor.externalData) elsewhere.set(...readEntry(bytesOf(field)))
  }
  const count = elementCount(shape)
  if (!shape.every((dimension) => dimension >= 0) || !Number.isSafeInteger(count * bytesPerElement[type])) {
    throw new AppError('model_unreadable', `The constant ${name} has the impossible shape [${shape}].`)
  }
  if (elsewhere.size > 0) raw = externalBytes(name, elsewhere, count * bytesPerElement[type], external)
  const listed = floats.length > 0 ? floats.length : integers.length
  const held = raw === undefined ? listed : raw.length / bytesPerElement[type]
  if (held !== count) {
    throw new AppError('model_unreadable', `The constant ${name} of shape [${shape}] holds ${held} values.`)
  }
  if (raw !== undefined) return { name, tensor: storage(type, shape, new Uint8Array(raw).buffer) }
  const tensor = storage(type, shape, new ArrayBuffer(count * bytesPerElement[type]))
  if (tensor.type === 'int64') tensor.data.set(integers)
  else tensor.data.set(floats.length > 0 ? floats : integers.map(Number))
  return { name, tensor }
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
      `The constant ${name} takes ${length} bytes, and its file is said to give ${stated}.`,
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
