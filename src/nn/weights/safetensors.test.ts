import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { float32, integers, type Tensor } from '../tensor.ts'
import { decodeTensors, encodeTensors } from './safetensors.ts'

const tensors = new Map<string, Tensor>([
  ['weight', float32([1, -2, 3, 4, 5, 6], [2, 3])],
  ['steps', integers([7])],
  ['empty', float32([], [0, 4])],
  ['one', float32([0.5], [])],
])

function file(header: unknown, data = 0): Uint8Array {
  const written = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + written.length + data)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(written.length), true)
  bytes.set(written, 8)
  return bytes
}

describe('a file of weights', () => {
  it('gives back names, shapes, values and notes', () => {
    const notes = new Map([['epoch', '3']])
    expect(decodeTensors(encodeTensors(tensors, notes))).toEqual({ tensors, notes })
  })

  it('begins its values at a multiple of eight bytes', () => {
    expect(Number(new DataView(encodeTensors(tensors).buffer).getBigUint64(0, true)) % 8).toBe(0)
  })

  const entry = (offsets: readonly number[], shape: readonly number[] = [2], dtype = 'F32') =>
    file({ x: { dtype, shape, data_offsets: offsets } }, 8)
  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', new Uint8Array(0)],
    ['a header longer than the file', Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 127, 0])],
    ['a header that is no JSON', file('{"x":')],
    ['a header that is a list', file([1])],
    ['offsets behind the end', entry([0, 16])],
    ['offsets that do not match the shape', entry([0, 4])],
    ['a shape of absurd size', entry([0, 8], [2 ** 40])],
    ['a negative size', entry([0, 8], [-2])],
    ['an unknown type', entry([0, 8], [2], 'F8')],
    ['a file cut off in its values', encodeTensors(tensors).subarray(0, -3)],
  ]
  for (const [what, bytes] of refused) {
    it(`with ${what} is refused with a sentence`, () => {
      expect(() => decodeTensors(bytes)).toThrow(AppError)
      expect(() => decodeTensors(bytes)).toThrow(/cannot be read/)
    })
  }
})
