import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { float32 } from '../tensor.ts'
import { externalDataIn } from './external-data.ts'
import { readOnnx } from './reader.ts'
import { dataTypes, fields } from './schema.ts'
import { WireWriter } from './wire-writer.ts'

let root: string
let folder: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'external-'))
  folder = mkdtempSync(join(root, 'model-'))
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(Float32Array.of(9, 1, 2, 3).buffer))
  writeFileSync(join(root, 'secret.bin'), new Uint8Array(64))
  symlinkSync(join(root, 'secret.bin'), join(folder, 'link.bin'))
})
afterAll(() => rmSync(root, { recursive: true }))

/** A model of constants [3] whose values lie elsewhere. */
function model(entries: Readonly<Record<string, string>>, count = 1): Uint8Array {
  const writer = new WireWriter()
  writer.message(fields.model.graph, (graph) => {
    for (let i = 0; i < count; i++) {
      graph.message(fields.graph.initializer, (tensor) => {
        tensor.packedIntegers(fields.tensor.dims, [3])
        tensor.integer(fields.tensor.dataType, dataTypes.float32)
        tensor.text(fields.tensor.name, `w${i}`)
        for (const [key, value] of Object.entries(entries)) {
          tensor.message(fields.tensor.externalData, (entry) => {
            entry.text(fields.entry.key, key)
            entry.text(fields.entry.value, value)
          })
        }
      })
    }
  })
  writer.message(fields.model.opsetImport, (opset) => opset.integer(fields.opset.version, 17))
  return writer.finish()
}

const read = (entries: Readonly<Record<string, string>>, count?: number) =>
  readOnnx(model(entries, count), externalDataIn(folder))

describe('weights in a file of their own', () => {
  it('are read from where the model says', () => {
    const { graph } = read({ location: 'weights.bin', offset: '4', length: '12' })
    expect(graph.constants.get('w0')).toEqual(float32([1, 2, 3], [3]))
    expect(read({ location: 'weights.bin' }).graph.constants.get('w0')).toEqual(float32([9, 1, 2], [3]))
  })

  it.each([
    ['a path upwards', { location: '../secret.bin' }, 'outside its own folder'],
    ['a path through the folder and out', { location: 'a/../../secret.bin' }, 'outside its own folder'],
    ['an absolute path', { location: '/etc/hostname' }, 'outside its own folder'],
    ['a link that leads out', { location: 'link.bin' }, 'outside its own folder'],
    ['the folder itself', { location: '.' }, 'is missing'],
    ['no path', { offset: '0' }, 'is missing'],
    ['a file that is not there', { location: 'other.bin' }, 'is missing'],
    ['a path with a zero byte', { location: 'a\0b' }, 'is missing'],
    ['bytes behind the end', { location: 'weights.bin', offset: '8' }, 'too short'],
    ['an offset that is none', { location: 'weights.bin', offset: '-4' }, 'takes 12 bytes'],
    ['another length than the shape needs', { location: 'weights.bin', length: '16' }, 'takes 12 bytes'],
  ])('are refused with %s', (_, entries, why) => {
    expect(() => read(entries)).toThrow(expect.objectContaining({ code: 'model_unreadable' }))
    expect(() => read(entries)).toThrow(why)
  })

  it('are refused where the model takes the same bytes again and again', () => {
    expect(() => read({ location: 'weights.bin' }, 2)).toThrow('too short')
  })

  it('are refused for a model handed over as bytes', () => {
    expect(() => readOnnx(model({ location: 'weights.bin' }))).toThrow('which was not given')
  })
})
