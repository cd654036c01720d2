import { AppError } from '#shared/errors.ts'

/** One field of a message: integers of any width as bigint, lengths as views into the file. */
export type WireField =
  | { readonly number: number; readonly kind: 'integer'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'fixed32' | 'fixed64' | 'bytes'; readonly value: Uint8Array }

function damaged(): AppError {
  return new AppError('model_unreadable', 'The file is not a whole ONNX model: it ends early or is damaged.')
}

/** Reads a varint at `offset`; gives its value and the offset behind it. */
function varint(bytes: Uint8Array, offset: number): readonly [bigint, number] {
  let value = 0n
  for (let i = 0; i < 10; i++) {
    const byte = bytes[offset + i]
    if (byte === undefined) throw damaged()
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return [BigInt.asUintN(64, value), offset + i + 1]
  }
  throw damaged()
}

/** The fields of a protobuf message, in order. Nothing is copied. Throws `AppError('model_unreadable')`. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let offset = 0
  while (offset < bytes.length) {
    const [key, start] = varint(bytes, offset)
    const number = Number(key >> 3n)
    const wire = Number(key & 7n)
    if (wire === 0) {
      const [value, end] = varint(bytes, start)
      offset = end
      yield { number, kind: 'integer', value }
    } else {
      const [length, from] = wire === 2 ? varint(bytes, start) : ([wire === 1 ? 8n : 4n, start] as const)
      if ((wire !== 1 && wire !== 2 && wire !== 5) || length > BigInt(bytes.length - from)) throw damaged()
      offset = from + Number(length)
      yield {
        number,
        kind: wire === 2 ? 'bytes' : wire === 1 ? 'fixed64' : 'fixed32',
        value: bytes.subarray(from, offset),
      }
    }
  }
}

/** A field's message, text or raw data. */
export function bytesOf(field: WireField): Uint8Array {
  if (field.kind !== 'bytes') throw damaged()
  return field.value
}

const decoder = new TextDecoder('utf-8', { fatal: true })

export function textOf(field: WireField): string {
  try {
    return decoder.decode(bytesOf(field))
  } catch {
    throw damaged()
  }
}

/** A signed 64-bit integer. */
export function integerOf(field: WireField): bigint {
  if (field.kind !== 'integer') throw damaged()
  return BigInt.asIntN(64, field.value)
}

/** A signed integer that a number holds exactly. */
export function numberOf(field: WireField): number {
  const value = Number(integerOf(field))
  if (!Number.isSafeInteger(value)) throw damaged()
  return value
}

/** The values of a repeated integer field, packed or one by one. */
export function integersOf(field: WireField): readonly bigint[] {
  if (field.kind === 'integer') return [integerOf(field)]
  const bytes = bytesOf(field)
  const values: bigint[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const [value, end] = varint(bytes, offset)
    values.push(BigInt.asIntN(64, value))
    offset = end
  }
  return values
}

/** The values of a repeated float field, packed or one by one. */
export function floatsOf(field: WireField): readonly number[] {
  if (field.kind !== 'bytes' && field.kind !== 'fixed32') throw damaged()
  const { buffer, byteOffset, byteLength } = field.value
  if (byteLength % 4 !== 0) throw damaged()
  const view = new DataView(buffer, byteOffset, byteLength)
  return Array.from({ length: byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true))
}
