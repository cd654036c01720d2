import { describe, expect, it } from 'vitest'
import { Random } from '#numerics/random/counted-random.ts'
import { AppError } from '#shared/errors.ts'
import { float32, floatEntry, integers, type Tensor } from '../tensor.ts'
import { decodeTensors, encodeTensors } from './safetensors.ts'

const tensors = new Map<string, Tensor>([
  ['weight', float32([1, -2, 3, 4, 5, 6], [2, 3])],
  ['steps', integers([7])],
  ['empty', float32([], [0, 4])],
  ['one', float32([0.5], [])],
])

function file(header: unknown, data: number | readonly number[] = 0): Uint8Array {
  const written = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const values = typeof data === 'number' ? new Uint8Array(data) : Uint8Array.from(data)
  const bytes = new Uint8Array(8 + written.length + values.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(written.length), true)
  bytes.set(written, 8)
  bytes.set(values, 8 + written.length)
  return bytes
}

const words = (...values: readonly number[]) => values.flatMap((value) => [value & 255, value >> 8])

describe('a file of weights', () => {
  it("of PyTorch's own format is refused as such", () => {
    const archive = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 8, 0, 0)
    expect(() => decodeTensors(archive)).toThrow('save it as safetensors')
  })

  it('gives back names, shapes, values and notes', () => {
    const notes = new Map([['epoch', '3']])
    expect(decodeTensors(encodeTensors(tensors, notes))).toEqual({ tensors, notes })
  })

  it('begins its values at a multiple of eight bytes', () => {
    expect(Number(new DataView(encodeTensors(tensors).buffer).getBigUint64(0, true)) % 8).toBe(0)
  })

  it('in half precision is read as float32, exactly', () => {
    const halves = words(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00)
    const header = { x: { dtype: 'F16', shape: [9], data_offsets: [0, 18] } }
    expect(floatEntry(decodeTensors(file(header, halves)).tensors, 'x')).toEqual(
      float32([1, -2, 65504, 2 ** -14, 2 ** -24, -0, Infinity, -Infinity, NaN], [9]),
    )
  })

  it('in bfloat16 is read as float32, exactly', () => {
    const uppers = words(0x3f80, 0xc049, 0x0001, 0x7f80, 0xffc0)
    const header = { x: { dtype: 'BF16', shape: [5, 1], data_offsets: [0, 10] } }
    expect(floatEntry(decodeTensors(file(header, uppers)).tensors, 'x')).toEqual(
      float32([1, -3.140625, 2 ** -133, Infinity, NaN], [5, 1]),
    )
  })

  const entry = (offsets: readonly number[], shape: readonly number[] = [2], dtype = 'F32') =>
    file({ x: { dtype, shape, data_offsets: offsets } }, 8)
  const pair = (first: readonly number[], second: readonly number[], data: number) =>
    file(
      {
        a: { dtype: 'F32', shape: [2], data_offsets: first },
        b: { dtype: 'F32', shape: [2], data_offsets: second },
      },
      data,
    )
  const long = new Uint8Array(2 ** 25)
  new DataView(long.buffer).setBigUint64(0, BigInt(2 ** 25 - 8), true)
  const refused: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing', new Uint8Array(0), 'longer than the file'],
    [
      'a header longer than the file',
      Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 127, 0]),
      'longer than the file',
    ],
    ['a header of absurd length', long, 'makes no sense'],
    ['a header that is no JSON', file('{"x":'), 'no JSON'],
    ['a header nested deeply', file(`{"x":${'['.repeat(100_000)}`), 'no JSON'],
    ['a header that is a list', file([1]), 'no JSON object'],
    ['an entry that is no object', file({ x: 1 }), 'another form'],
    ['offsets behind the end', entry([8, 16]), 'behind the end'],
    ['offsets in the wrong order', entry([8, 0]), 'do not fill'],
    ['offsets that do not match the shape', entry([0, 4]), 'do not fill'],
    ['tensors that overlap', pair([0, 8], [4, 12], 12), 'overlap'],
    ['a gap between tensors', pair([0, 8], [12, 20], 20), 'nothing describes'],
    ['values that nothing describes', file({}, 4), 'nothing describes'],
    ['a shape of absurd size', entry([0, 8], [2 ** 40]), 'do not fill'],
    ['a shape whose size is no number any more', entry([0, 8], Array(8).fill(2 ** 50)), 'do not fill'],
    ['a negative size', entry([0, 8], [-2]), 'another form'],
    ['an unknown type', entry([0, 8], [8], 'F8_E4M3'), 'F8_E4M3'],
    ['a file cut off in its values', encodeTensors(tensors).subarray(0, -3), 'behind the end'],
  ]
  for (const [what, bytes, why] of refused) {
    it(`with ${what} is refused with a sentence`, () => {
      expect(() => decodeTensors(bytes)).toThrow(AppError)
      expect(() => decodeTensors(bytes)).toThrow(new RegExp(`cannot be read: .*${why}`))
    })
  }

  it('is read or refused, and never worse, with any bytes of it changed', () => {
    const whole = encodeTensors(tensors, new Map([['epoch', '3']]))
    const random = new Random(11)
    let refusals = 0
    for (let round = 0; round < 2000; round++) {
      const bytes = whole.slice(0, round % 3 === 0 ? random.integer() % whole.length : whole.length)
      for (let i = 0; i <= round % 4; i++) bytes[random.integer() % bytes.length] = random.integer() & 255
      try {
        decodeTensors(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
        refusals++
      }
    }
    expect(refusals).toBeGreaterThan(1000)
  })
})
