import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { augmentInto } from '#imaging/augmentation/apply.ts'
import { testTimeViews } from '#imaging/augmentation/views.ts'
import { type Classifier, openClassifier } from '#nn/classifier.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { gradeCount } from '#shared/grades.ts'
import { PreparedCache } from '../data/prepared-cache.ts'
import { encodeTrained } from '../models/model-file.ts'
import { startingParameters } from '../models/starting-parameters.ts'
import { predict } from './predict.ts'

const size = 16
let runtime: Runtime
let classifier: Classifier

beforeAll(async () => {
  const network = smallNetwork({ size, classes: gradeCount })
  const parameters = startingParameters(network, 3)
  for (const tensor of parameters.values()) {
    if (tensor.type === 'float32' && tensor.shape.length > 1)
      tensor.data.set(tensor.data.map((_, k) => Math.sin(2 * k)))
  }
  runtime = await openRuntime('cpu', { threads: 1 })
  classifier = await openClassifier(runtime, encodeTrained(network, parameters), { batch: 2 })
})

afterAll(async () => {
  await classifier.close()
  await runtime.close()
})

type Colour = (x: number, y: number) => readonly [number, number, number]

function paint(colour: Colour): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: size * size }, (_, at) => colour(at % size, Math.floor(at / size))).flat(),
  )
}

async function grade(pictures: readonly Uint8Array[], testTimeAugmentation: boolean): Promise<number[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'regrade-views-'))
  try {
    const place = { folder, size, enhancement: 'none' } as const
    const prepare = async (path: string) => pictures[Number(path)] ?? new Uint8Array()
    const cache = new PreparedCache({ place, prepare })
    const photographs = pictures.map((_, at) => ({ hash: `${at}`.repeat(64), path: `${at}` }))
    const found = await predict(classifier, cache, photographs, { batch: 2, testTimeAugmentation })
    expect(found.map(({ hash }) => hash)).toEqual(photographs.map(({ hash }) => hash))
    return found.map(({ probabilities }) => [...probabilities])
  } finally {
    await rm(folder, { recursive: true })
  }
}

const furthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, k) => Math.abs(value - (b[k] ?? Number.NaN))))

const slanted: Colour = (x, y) => [(x * 15 + y) % 256, (y * y) % 256, x > 10 && y < 5 ? 240 : 20]

it('is the same for a photograph and its mirror images, which the network itself tells apart', async () => {
  const pictures = [
    paint(slanted),
    paint((x, y) => slanted(size - 1 - x, y)),
    paint((x, y) => slanted(x, size - 1 - y)),
  ]
  const [plain, mirrored, upsideDown] = (await grade(pictures, false)) as [number[], number[], number[]]
  expect(furthest(plain, mirrored)).toBeGreaterThan(1e-3)
  expect(furthest(plain, upsideDown)).toBeGreaterThan(1e-3)
  const [first, second, third] = (await grade(pictures, true)) as [number[], number[], number[]]
  expect(furthest(first, second)).toBeLessThan(1e-6)
  expect(furthest(first, third)).toBeLessThan(1e-6)
  expect(furthest(first, plain)).toBeGreaterThan(1e-4)
  expect(await grade(pictures, true)).toEqual([first, second, third])
})

it('changes nothing where flipping and magnifying change nothing', async () => {
  const even = paint(() => [120, 60, 20])
  const [plain] = await grade([even], false)
  const [averaged] = await grade([even], true)
  expect(furthest(plain ?? [], averaged ?? [])).toBeLessThan(1e-6)
  // A pattern that is its own mirror image both ways: the four flips of it are one picture.
  const symmetric = paint((x, y) => [Math.abs(2 * x - 15) * 9, Math.abs(2 * y - 15) * 5, 30])
  const copies = testTimeViews.map((view) => {
    const copy = new Float32Array(3 * size * size)
    augmentInto(symmetric, size, view, copy)
    return copy
  })
  for (const flipped of copies.slice(1, 4)) expect(flipped).toEqual(copies[0])
})
