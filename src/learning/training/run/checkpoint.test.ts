import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { float32 } from '#nn/tensor.ts'
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts'

const schema = z.object({ epoch: z.number(), note: z.string() })
const checkpoint = {
  state: { epoch: 3, note: 'Größe' },
  tensors: new Map([
    ['parameter.a', float32([1, -0, Number.NaN, 3.4e38], [2, 2])],
    ['optimizer.step', float32([7], [])],
    ['empty', float32([], [0])],
  ]),
}

describe('a checkpoint', () => {
  it('comes back bit for bit, from bytes at any offset', () => {
    const bytes = encodeCheckpoint(checkpoint)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const read = decodeCheckpoint(shifted.subarray(3), schema)
    expect(read.state).toEqual(checkpoint.state)
    expect([...read.tensors.keys()]).toEqual(['parameter.a', 'optimizer.step', 'empty'])
    expect(read.tensors.get('parameter.a')).toEqual(checkpoint.tensors.get('parameter.a'))
    expect(encodeCheckpoint(read)).toEqual(bytes)
  })

  it('is refused with a code when it is cut, altered or something else', () => {
    const bytes = encodeCheckpoint(checkpoint)
    const refused = expect.objectContaining({ code: 'compute_failed' })
    for (const length of [0, 5, 8, 40, bytes.length - 1]) {
      expect(() => decodeCheckpoint(bytes.slice(0, length), schema)).toThrow(refused)
    }
    const text = new TextDecoder('latin1').decode(bytes)
    const altered = (from: string, to: string) => Buffer.from(text.replace(from, to), 'latin1')
    expect(() => decodeCheckpoint(altered('F32', 'F64'), schema)).toThrow(refused)
    expect(() => decodeCheckpoint(altered('[2,2]', '[2,9]'), schema)).toThrow(refused)
    expect(() => decodeCheckpoint(altered('checkpoint-1', 'checkpoint-2'), schema)).toThrow(refused)
    expect(() => decodeCheckpoint(altered('\\"epoch\\"', '\\"epoxy\\"'), schema)).toThrow(refused)
    expect(() => decodeCheckpoint(new Uint8Array(64).fill(255), schema)).toThrow(refused)
  })
})
