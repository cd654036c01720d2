import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { PreparedCache, prepareAll } from './prepared-cache.ts'

const size = 32
let folder: string
let prepared: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-cache-'))
  prepared = []
})
afterEach(() => rm(folder, { recursive: true }))

const open = (options: { variant?: string; memoryBytes?: number } = {}) =>
  new PreparedCache({
    folder,
    size,
    variant: 'v1',
    ...options,
    prepare: async (path) => {
      prepared.push(path)
      if (path === 'broken') throw new AppError('image_unreadable', 'Could not decode "broken".')
      return new Uint8Array(size * size * 3).fill(path.length)
    },
  })

const photograph = { hash: 'ab'.repeat(32), path: 'one.jpg' }

async function entryFile(): Promise<string> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter((name) => name.endsWith('.rgb'))
  expect(files).toHaveLength(1)
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
  return join(folder, files[0] ?? '')
}

describe('the cache of prepared photographs', () => {
  it('prepares a photograph once, for this opening and the next', async () => {
    const cache = open()
    const first = await cache.pixels(photograph)
    expect(await cache.pixels(photograph)).toBe(first)
    expect(await open().pixels(photograph)).toEqual(first)
    expect(prepared).toEqual(['one.jpg'])
  })

  it('keeps another preparation apart', async () => {
    await open().pixels(photograph)
    await open({ variant: 'v2' }).pixels(photograph)
    expect(prepared).toHaveLength(2)
  })

  it('makes an entry again that was cut short or altered', async () => {
    const pixels = await open().pixels(photograph)
    const file = await entryFile()
    await truncate(file, 100)
    expect(await open().pixels(photograph)).toEqual(pixels)
    const bytes = await readFile(file)
    bytes[500] = (bytes[500] ?? 0) ^ 1
    await writeFile(file, bytes)
    expect(await open().pixels(photograph)).toEqual(pixels)
    expect(prepared).toHaveLength(3)
    expect(await open().pixels(photograph)).toEqual(pixels)
    expect(prepared).toHaveLength(3)
  })

  it('goes on where nothing can be written', async () => {
    await writeFile(join(folder, 'prepared'), 'a file where the folder should be')
    expect((await open().pixels(photograph)).length).toBe(size * size * 3)
  })

  it('reads from disk what no longer fits in memory', async () => {
    const cache = open({ memoryBytes: 10 })
    const first = await cache.pixels(photograph)
    const second = await cache.pixels(photograph)
    expect(second).not.toBe(first)
    expect(second).toEqual(first)
    expect(prepared).toHaveLength(1)
  })
})

describe('preparing many', () => {
  const all = ['one', 'broken', 'three'].map((path, index) => ({ hash: `${index}`.repeat(64), path }))

  it('leaves out what cannot be decoded, with its reason, and tells how far it is', async () => {
    const reasons: string[] = []
    const steps: number[] = []
    const usable = await prepareAll(open(), all, {
      workers: 2,
      onProgress: ({ done }) => steps.push(done),
      onUnreadable: (_, reason) => reasons.push(reason),
    })
    expect(usable.map((one) => one.path)).toEqual(['one', 'three'])
    expect(reasons).toEqual(['Could not decode "broken".'])
    expect(steps).toEqual([0, 1, 2, 3])
  })

  it('stops when cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    const work = prepareAll(open(), all, { workers: 1, signal: controller.signal, onUnreadable: () => {} })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    expect(prepared).toEqual([])
  })
})
