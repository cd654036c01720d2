import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeJpeg } from '#imaging/encode.ts'
import { sha256 } from '#imaging/hash.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { augmentationSchema } from '#shared/augmentation.ts'
import { BatchThreads, batchThreadCount } from './batch-threads.ts'
import type { Batch, BatchRequest } from './batches.ts'
import type { Sample } from './dataset.ts'
import { openPreparedCache } from './photograph-preparation.ts'

const size = 48
const augmentation = augmentationSchema.parse({
  ...{ flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1, cutOut: 0.2 },
  randAugment: { operations: 2 },
})
let folder: string
let samples: Sample[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-batches-'))
  samples = await Promise.all(
    ([0, 1, 2] as const).map(async (grade) => {
      const bytes = await encodeJpeg(makePhotograph({ seed: grade, size: 96, grade }))
      const path = join(folder, `${grade}.jpg`)
      await writeFile(path, bytes)
      const target = [0, 1, 2, 3, 4].map((one) => (one === grade ? 1 : 0))
      return { hash: sha256(bytes), path, group: `${grade}`, grade, target }
    }),
  )
})
afterAll(() => rm(folder, { recursive: true }))

const requests = (count: number, of = samples): BatchRequest[] =>
  Array.from({ length: count }, (_, epoch) => ({
    ...{ seed: 7, fit: 'main', epoch },
    draws: of.map((sample) => ({ sample, copy: 0, augmentation })),
  }))

const openCache = () => openPreparedCache({ folder: join(folder, 'cache'), size, enhancement: 'clahe' })

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

async function made(threads: BatchThreads, wanted: readonly BatchRequest[]): Promise<Batch[]> {
  try {
    return await collect(threads.inOrder(openCache(), wanted))
  } finally {
    await threads.close()
  }
}

describe('threads that make batches', () => {
  it.each([
    [1, 1, 1],
    [2, 1, 1],
    [4, 2, 3],
    [8, 4, 7],
    [64, 4, 12],
  ])(
    'of %i cores are %i beside a network on the processor, and %i beside a graphics card',
    (cores, processor, card) => {
      for (const kind of ['cpu', 'tensorflow'] as const) expect(batchThreadCount(cores, kind)).toBe(processor)
      for (const kind of ['cuda', 'webgpu', 'directml'] as const) expect(batchThreadCount(cores, kind)).toBe(card)
    },
  )
})

describe('batches made ahead on threads', () => {
  it('are the same bytes in the same order, whatever the number of threads', async () => {
    const alone = await made(new BatchThreads(0), requests(7))
    expect(new Set(alone.map(({ images }) => images.join())).size).toBe(7)
    expect(alone[0]?.targets).toEqual(Float32Array.from([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0]))
    for (const threads of [1, 3]) expect(await made(new BatchThreads(threads), requests(7))).toEqual(alone)
  })

  it('are never more than one for each thread and one more ahead', async () => {
    const threads = new BatchThreads(2)
    let asked = 0
    function* counted() {
      for (const request of requests(12)) {
        asked++
        yield request
      }
    }
    let taken = 0
    for await (const { images } of threads.inOrder(openCache(), counted())) {
      expect(images).toHaveLength(3 * 3 * size * size)
      taken++
      expect(asked).toBe(Math.min(12, taken + 3))
    }
    await threads.close()
    expect(taken).toBe(12)
  })

  it('end with a sentence where a photograph is gone, after the batches before it', async () => {
    const gone = { ...(samples[0] as Sample), hash: 'e'.repeat(64), path: join(folder, 'gone.jpg') }
    const threads = new BatchThreads(2)
    const taken: Batch[] = []
    const work = (async () => {
      for await (const batch of threads.inOrder(openCache(), [...requests(2), ...requests(3, [gone])]))
        taken.push(batch)
    })()
    await expect(work).rejects.toMatchObject({
      code: 'image_unreadable',
      message: 'Could not read "gone.jpg": there is no such file.',
    })
    expect(taken).toHaveLength(2)
    await threads.close()
  })

  it('can be left early and used again, and end at once', async () => {
    const threads = new BatchThreads(2)
    for await (const _ of threads.inOrder(openCache(), requests(9))) break
    const [next] = await collect(threads.inOrder(openCache(), requests(1)))
    expect(next).toEqual((await made(new BatchThreads(0), requests(1)))[0])
    const last = threads.inOrder(openCache(), requests(50))
    await last.next()
    await threads.close()
    await expect(collect(last)).rejects.toMatchObject({ code: 'compute_failed' })
  })

  it.each([
    ['ends', 'process.exit(3)'],
    ['throws', "throw new Error('broken')"],
  ])('fail with a sentence where a thread %s', async (_, deed) => {
    const file = join(folder, 'moody.mjs')
    const ready = "parentPort.postMessage({ kind: 'ready' })"
    const text = `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => { ${deed} })\n${ready}\n`
    await writeFile(file, text)
    await expect(made(new BatchThreads(1, pathToFileURL(file)), requests(2))).rejects.toMatchObject({
      code: 'compute_failed',
      message: 'A thread that makes training batches has stopped.',
    })
  })
})
