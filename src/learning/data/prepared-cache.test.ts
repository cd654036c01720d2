import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Enhancement } from '#shared/enhancement.ts'
import { AppError } from '#shared/errors.ts'
import { type PhotographFile, PreparedCache, type PreparedCacheOptions, prepareAll } from './prepared-cache.ts'

const size = 32
let folder: string
let prepared: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-cache-'))
  prepared = []
})
afterEach(() => rm(folder, { recursive: true }))

type Options = Partial<PreparedCacheOptions> & { enhancement?: Enhancement }

const open = ({ enhancement = 'none', ...options }: Options = {}) =>
  new PreparedCache({
    place: { folder, size, enhancement },
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
    await open({ enhancement: 'clahe' }).pixels(photograph)
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

describe('the bound of the cache', () => {
  const entryBytes = size * size * 3 + 32
  const some = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ hash: `${index}`.padStart(64, '0'), path: `${index}` }))
  const [a, b, c, d] = some(4) as [PhotographFile, PhotographFile, PhotographFile, PhotographFile]

  async function keptHashes(): Promise<string[]> {
    const names = await readdir(join(folder, 'prepared'), { recursive: true })
    return names
      .filter((name) => name.endsWith('.rgb'))
      .map((name) => basename(name).slice(0, 64))
      .sort()
  }

  it('is kept by deleting what was used longest ago, and told', async () => {
    const evicted: string[] = []
    const options = {
      memoryBytes: 0,
      maxBytes: 3.5 * entryBytes,
      onEvict: (files: readonly string[]) => evicted.push(...files.map((file) => basename(file).slice(0, 64))),
    }
    const cache = open(options)
    for (const one of [a, b, c, a, d]) await cache.pixels(one)
    expect(await keptHashes()).toEqual([a.hash, c.hash, d.hash])
    expect(evicted).toEqual([b.hash])
    await cache.pixels(b)
    expect(prepared).toEqual(['0', '1', '2', '3', '1'])
  })

  it('counts what is there from before, of any size and preparation', async () => {
    for (const one of [a, b]) await open({ enhancement: 'clahe' }).pixels(one)
    await utimes(await pathOf(a), 1, 1)
    const cache = open({ maxBytes: 2.5 * entryBytes })
    await cache.pixels(c)
    expect(await keptHashes()).toEqual([b.hash, c.hash])
  })

  it('never takes away what is in use', async () => {
    const cache = open({ memoryBytes: 0, maxBytes: 1.2 * entryBytes })
    const all = await Promise.all(some(12).map((one) => cache.pixels(one)))
    expect(all.map((pixels) => pixels[0])).toEqual(some(12).map(({ path }) => path.length))
    // All of them were in use when the bound was passed; the next one to be written makes up for it.
    const late = { hash: 'f'.repeat(64), path: 'late' }
    await cache.pixels(late)
    expect(await keptHashes()).toEqual([late.hash])
  })

  async function pathOf({ hash }: PhotographFile): Promise<string> {
    const names = await readdir(join(folder, 'prepared'), { recursive: true })
    return join(folder, 'prepared', names.find((name) => basename(name).startsWith(hash)) ?? '')
  }
})

it('prepares a photograph once that is asked for twice at the same time', async () => {
  const cache = open()
  await Promise.all([cache.pixels(photograph), cache.pixels(photograph)])
  expect(prepared).toEqual(['one.jpg'])
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
