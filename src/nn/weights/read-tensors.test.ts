import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { float32 } from '../tensor.ts'
import { readTensors } from './read-tensors.ts'
import { encodeTensors } from './safetensors.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-tensors-'))
afterAll(() => rmSync(folder, { recursive: true }))
const tensors = new Map([['weight', float32([1, 2, 3], [3])]])

function fileOf(name: string, bytes: Uint8Array, length = bytes.length): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  truncateSync(file, length)
  return file
}

describe('a file of weights on disk', () => {
  it('is read whole, with its notes', async () => {
    const notes = new Map([['epoch', '3']])
    expect(await readTensors(fileOf('whole', encodeTensors(tensors, notes)))).toEqual({ tensors, notes })
  })

  it.each<[string, () => string, string, string]>([
    ['is nowhere', () => join(folder, 'nowhere'), 'not_found', 'cannot be read'],
    ['is a folder', () => folder, 'usage', 'is a folder'],
    ['is empty', () => fileOf('empty', new Uint8Array()), 'model_unreadable', 'longer than the file'],
    ['is cut', () => fileOf('cut', encodeTensors(tensors), 80), 'model_unreadable', 'behind the end of the file'],
    // With holes, so that neither takes any room.
    ['goes on behind its values', () => fileOf('long', encodeTensors(tensors), 2e9), 'model_unreadable', 'at its end'],
    ['is too large', () => fileOf('large', encodeTensors(tensors), 5e9), 'model_unreadable', 'has 5.0 GB'],
  ])('that %s is refused with a sentence', async (_what, file, code, sentence) => {
    const before = process.memoryUsage.rss()
    await expect(readTensors(file())).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) })
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6)
  })
})
