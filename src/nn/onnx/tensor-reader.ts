import { AppError } from '#shared/errors.ts'
import { type ElementType, elementCount, type Shape, type Tensor } from '../tensor.ts'
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
export function readTensor(bytes: Uint8Array): { name: string; tensor: Tensor } {
  const shape: number[] = []
  let name = ''
  let type: ElementType = 'float32'
  let raw: Uint8Array | undefined
  const floats: number[] = []
  const integers: bigint[] = []
  for (const field of wireFields(bytes)) {
    if (field.number === fields.tensor.dims) shape.push(...integersOf(field).map(Number))
    else if (field.number === fields.tensor.dataType) type = elementTypeOf(numberOf(field))
    else if (field.number === fields.tensor.name) name = textOf(field)
    else if (field.number === fields.tensor.rawData) raw = bytesOf(field)
    else if (field.number === fields.tensor.floatData) append(floats, floatsOf(field))
    else if (field.number === fields.tensor.int64Data || field.number === fields.tensor.int32Data)
      append(integers, integersOf(field))
    else if (field.number === fields.tensor.externalData) {
      throw new AppError('model_unreadable', 'The weights lie in a file of their own, which is not supported.')
    }
  }
  const count = elementCount(shape)
  const listed = floats.length > 0 ? floats.length : integers.length
  const held = raw === undefined ? listed : raw.length / bytesPerElement[type]
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0) || held !== count) {
    throw new AppError('model_unreadable', `The constant ${name} of shape [${shape}] holds ${held} values.`)
  }
  if (raw !== undefined) return { name, tensor: storage(type, shape, new Uint8Array(raw).buffer) }
  const tensor = storage(type, shape, new ArrayBuffer(count * bytesPerElement[type]))
  if (tensor.type === 'int64') tensor.data.set(integers)
  else tensor.data.set(floats.length > 0 ? floats : integers.map(Number))
  return { name, tensor }
}

function append<T>(list: T[], values: readonly T[]): void {
  for (const value of values) list.push(value)
}
