import { describe, expect, it } from 'vitest'
import { noExternalData } from './external-data.ts'
import { dataTypes, fields, halfTypes } from './schema.ts'
import { readTensor } from './tensor-reader.ts'
import { WireWriter } from './wire-writer.ts'

interface Content {
  readonly raw?: Uint8Array
  readonly listed?: readonly number[]
}

function tensorOf(type: number, count: number, { raw, listed = [] }: Content): Uint8Array {
  const writer = new WireWriter()
  writer.integer(fields.tensor.dims, count)
  writer.integer(fields.tensor.dataType, type)
  writer.text(fields.tensor.name, 'w')
  for (const value of listed) writer.integer(fields.tensor.int32Data, value)
  if (raw) writer.bytes(fields.tensor.rawData, raw)
  return writer.finish()
}

const read = (type: number, count: number, content: Content) =>
  readTensor(tensorOf(type, count, content), noExternalData)

describe('half precision', () => {
  // 1, -2 and 65504 of float16; 1 and -2 of bfloat16.
  it.each<[string, number, Content, number[]]>([
    ['raw', halfTypes.float16, { raw: Uint8Array.of(0, 0x3c, 0, 0xc0, 0xff, 0x7b) }, [1, -2, 65504]],
    ['listed', halfTypes.float16, { listed: [0x3c00, 0xc000, 0x7bff] }, [1, -2, 65504]],
    ['of the other kind', halfTypes.bfloat16, { raw: Uint8Array.of(0x80, 0x3f, 0, 0xc0) }, [1, -2]],
  ])('%s becomes float32', (_, type, content, values) => {
    const { tensor, half } = read(type, values.length, content)
    expect(half).toBe(true)
    expect(tensor).toEqual({ type: 'float32', shape: [values.length], data: Float32Array.from(values) })
  })

  it('is as long as its shape says', () => {
    expect(() => read(halfTypes.float16, 3, { raw: new Uint8Array(4) })).toThrow('of shape [3] holds 2 values')
    expect(read(dataTypes.float32, 1, { raw: new Uint8Array(4) }).half).toBe(false)
  })
})

it.each([
  [3, /type INT8: it is a quantised model.*exported in float32/],
  [22, /type INT4: it is a quantised model/],
  [17, /type FLOAT8: it is a quantised model/],
  [8, /data type STRING, which is not supported/],
  [99, /data type 99, which is not supported/],
])('values of the type %i are refused by its name', (type, sentence) => {
  expect(() => read(type, 1, { raw: new Uint8Array(1) })).toThrow(sentence)
})
