import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { pngBomb, withFolder, writeInto } from '../../tests/fixtures/imaging/pictures.ts'
import { encodeJpeg } from './encode.ts'
import { sha256 } from './hash.ts'
import { inspectPhotograph } from './inspect.ts'
import { type InspectionResult, inspectAll } from './inspection-pool.ts'
import { makePhotograph } from './made/photograph.ts'

const jpeg = () => encodeJpeg(makePhotograph({ seed: 'pool', size: 200, grade: 2 }))

/** A worker that answers, except for paths that make it end, throw or hang. */
const moodyWorker = `
import { parentPort } from 'node:worker_threads'
parentPort.on('message', (path) => {
  if (path === 'exit') process.exit(3)
  if (path === 'throw') throw new Error('broken')
  if (path === 'hang') return
  parentPort.postMessage({ kind: 'inspected', inspection: { sha256: path } })
})
parentPort.postMessage({ kind: 'ready' })
`

describe('inspecting a photograph', () => {
  it('reads its hash, size, orientation, format and quality', async () => {
    await withFolder(async (folder) => {
      const upright = await jpeg()
      const bytes = await sharp(upright)
        .resize(200, 120, { fit: 'cover' })
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer()
      const inspection = await inspectPhotograph(await writeInto(folder, 'turned.jpg', bytes))
      expect(inspection).toMatchObject({
        sha256: sha256(bytes),
        bytes: bytes.length,
        width: 120,
        height: 200,
        orientation: 6,
        format: 'jpeg',
      })
      expect(inspection.perceptualHash).toMatch(/^[0-9a-f]{16}$/)
      expect(inspection.quality.retinaFraction).toBeGreaterThan(0.4)
    })
  })

  it('measures a large photograph as it measures a small copy of it', async () => {
    await withFolder(async (folder) => {
      const large = makePhotograph({ seed: 'large', size: 1900, grade: 1 })
      const raw = { width: 1900, height: 1900, channels: 3 } as const
      const path = await writeInto(folder, 'large.jpg', await encodeJpeg(large))
      const smallBytes = await sharp(large.data, { raw }).resize(950).jpeg({ quality: 95 }).toBuffer()
      const [a, b] = await Promise.all([
        inspectPhotograph(path),
        inspectPhotograph(await writeInto(folder, 'small.jpg', smallBytes)),
      ])
      expect([a.width, b.width]).toEqual([1900, 950])
      expect(Math.abs(a.quality.darkFraction - b.quality.darkFraction)).toBeLessThan(0.004)
      expect(Math.abs(a.quality.retinaFraction - b.quality.retinaFraction)).toBeLessThan(0.005)
      expect(Math.abs(a.quality.focus - b.quality.focus)).toBeLessThan(0.08)
    })
  })
})

describe('inspecting many photographs on worker threads', () => {
  it('gives one answer for each path, with a reason for each that fails', async () => {
    await withFolder(async (folder) => {
      const bytes = await jpeg()
      const good = await Promise.all([0, 1, 2, 3].map((index) => writeInto(folder, `${index}.jpg`, bytes)))
      const paths = [
        ...good,
        await writeInto(folder, 'cut.jpg', bytes.subarray(0, bytes.length - 400)),
        await writeInto(folder, 'bomb.png', pngBomb(50_000, 50_000)),
        join(folder, 'missing.jpg'),
      ]
      const results: InspectionResult[] = []
      const progress: number[] = []
      await inspectAll(paths, {
        workers: 2,
        onResult: (result) => results.push(result),
        onProgress: ({ done }) => progress.push(done),
      })
      results.sort((a, b) => a.index - b.index)
      expect(results.map(({ path }) => path)).toEqual(paths)
      expect(results.slice(0, 4).map((result) => result.inspection?.sha256)).toEqual(good.map(() => sha256(bytes)))
      expect(results.slice(4).map((result) => result.error?.code)).toEqual([
        'image_unreadable',
        'image_too_large',
        'image_unreadable',
      ])
      expect(results[4]?.error?.message).toContain('cut.jpg')
      expect(progress).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    })
  })

  it('replaces a thread that ends, throws or hangs, and reports its file as unreadable', async () => {
    await withFolder(async (folder) => {
      const workerFile = pathToFileURL(await writeInto(folder, 'moody.mjs', moodyWorker))
      const outcomes = new Map<string, string>()
      const paths = ['a', 'exit', 'b', 'throw', 'c', 'hang', 'd']
      await inspectAll(paths, {
        workers: 2,
        workerFile,
        timeLimitMs: 400,
        onResult: ({ path, inspection, error }) => outcomes.set(path, inspection?.sha256 ?? error?.code ?? ''),
      })
      expect(Object.fromEntries(outcomes)).toEqual({
        a: 'a',
        b: 'b',
        c: 'c',
        d: 'd',
        exit: 'image_unreadable',
        throw: 'image_unreadable',
        hang: 'image_unreadable',
      })
    })
  })

  it('fails at once where threads cannot start', async () => {
    const workerFile = new URL('./no-such-worker.ts', import.meta.url)
    const work = inspectAll(['a', 'b'], { workerFile, onResult: () => undefined })
    await expect(work).rejects.toMatchObject({ code: 'internal' })
  })

  it('stops when it is cancelled, and passes on what its caller throws', async () => {
    await withFolder(async (folder) => {
      const path = await writeInto(folder, 'a.jpg', await jpeg())
      const paths = Array.from({ length: 200 }, () => path)
      const stop = new AbortController()
      let seen = 0
      const cancelled = inspectAll(paths, {
        signal: stop.signal,
        onResult: () => {
          if (++seen === 5) stop.abort()
        },
      })
      await expect(cancelled).rejects.toBeInstanceOf(AppError)
      await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
      expect(seen).toBeLessThan(10)
      const broken = inspectAll(paths, {
        onResult: () => {
          throw new RangeError('full')
        },
      })
      await expect(broken).rejects.toBeInstanceOf(RangeError)
      await inspectAll([], { onResult: () => expect.unreachable() })
    })
  })
})
