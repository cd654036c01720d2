import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { mapMethods } from '#shared/contract/looking.ts'
import { type ExplainRequest, explainPhotograph, type PhotographExplanation } from './explain.ts'
import { cellSide, lesionColour, lesionModel, modelSide } from './testing/lesion-model.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-explain-'))
})
afterAll(() => rm(folder, { recursive: true }))

const retinaSide = 300
const lesionRadius = 9
const models = [{ sha256: 'of lesions', read: async () => lesionModel() }]

/** How a photograph is framed: its size, where the square with the retina begins in it, and where in that the lesion is. */
interface Framing {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
  readonly lesion: readonly [number, number]
}

/** Degrees by which the stored pixels are turned for the tag to turn them back. */
const turns = { 1: 0, 3: 180, 6: 270, 8: 90 } as const
type Orientation = keyof typeof turns

/** A healthy retina with one blue spot, as a JPEG with an orientation. */
async function writePhotograph(name: string, framing: Framing, orientation: Orientation = 1): Promise<string> {
  const { width, height, left, top, lesion } = framing
  const retina = makePhotograph({ seed: 'planted', size: retinaSide, grade: 0 })
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [inX, inY] = [x - left, y - top]
      const within = inX >= 0 && inY >= 0 && inX < retinaSide && inY < retinaSide
      const planted = Math.hypot(inX + 0.5 - lesion[0], inY + 0.5 - lesion[1]) < lesionRadius
      if (within) {
        const from = (inY * retinaSide + inX) * 3
        data.set(planted ? lesionColour : retina.data.subarray(from, from + 3), (y * width + x) * 3)
      }
    }
  }
  const path = join(folder, `${name}.jpg`)
  const upright = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  await sharp(upright)
    .rotate(turns[orientation])
    .withMetadata({ orientation })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(path)
  return path
}

async function explain(path: string, changes: Partial<ExplainRequest> = {}): Promise<PhotographExplanation> {
  return await explainPhotograph({
    ...{ models, path, method: 'grad-cam', layers: ['coarse'], runtime: 'cpu', threads: 1 },
    ...changes,
  })
}

/** Middle of the overlay's opacity, in pixels of the photograph. */
async function middleOfOverlay({ overlay, width: across }: PhotographExplanation): Promise<[number, number]> {
  const { data, info } = await sharp(overlay).raw().toBuffer({ resolveWithObject: true })
  let [weight, sumX, sumY] = [0, 0, 0]
  for (let pixel = 0; pixel < data.length / 4; pixel++) {
    const opacity = data[pixel * 4 + 3] as number
    weight += opacity
    sumX += opacity * ((pixel % info.width) + 0.5)
    sumY += opacity * (Math.floor(pixel / info.width) + 0.5)
  }
  const scale = across / info.width
  return [(scale * sumX) / weight, (scale * sumY) / weight]
}

/** The middle of the map's largest cell, in pixels of the photograph. */
function hottest({ map, crop }: PhotographExplanation): [number, number] {
  const place = map.values.indexOf(Math.max(...map.values))
  return [
    crop.x + (((place % map.width) + 0.5) * crop.side) / map.width,
    crop.y + ((Math.floor(place / map.width) + 0.5) * crop.side) / map.height,
  ]
}

/** The place lies within a cell of the coarse layer of the lesion. */
function expectNear([x, y]: readonly [number, number], side: number, { left, top, lesion }: Framing): void {
  const cell = (side * cellSide) / modelSide
  expect(Math.abs(x - left - lesion[0])).toBeLessThan(cell)
  expect(Math.abs(y - top - lesion[1])).toBeLessThan(cell)
}

function expectHottest(explained: PhotographExplanation, framing: Framing): void {
  expectNear(hottest(explained), explained.crop.side, framing)
}

async function expectFound(explained: PhotographExplanation, framing: Framing): Promise<void> {
  expectHottest(explained, framing)
  expectNear(await middleOfOverlay(explained), explained.crop.side, framing)
}

const upper: Framing = { width: 460, height: 320, left: 140, top: 10, lesion: [95, 80] }
const framings: Readonly<Record<string, Framing>> = {
  'landscape, off centre': upper,
  'portrait, off centre': { width: 320, height: 500, left: 5, top: 190, lesion: [215, 100] },
  'cut off above and below': { width: 420, height: 262, left: 30, top: -20, lesion: [70, 190] },
  'square, the lesion near the edge': { width: 300, height: 300, left: 0, top: 0, lesion: [45, 170] },
}

describe('a planted lesion is found where it lies in the photograph', () => {
  for (const [name, framing] of Object.entries(framings)) {
    it(name, async () => {
      const explained = await explain(await writePhotograph(name, framing))
      expect(explained).toMatchObject({ width: framing.width, height: framing.height, grade: 2, layer: 'coarse' })
      await expectFound(explained, framing)
    })
  }

  it('for the predicted grade, whichever was tried first', async () => {
    const path = await writePhotograph('likely', upper)
    const plain = await explain(path)
    for (const likely of [plain.grade, plain.grade === 0 ? 1 : 0] as const) {
      expect(await explain(path, { likely })).toEqual(plain)
    }
  })

  for (const orientation of [3, 6, 8] as const) {
    it(`stored turned, with orientation ${orientation}`, async () => {
      const explained = await explain(await writePhotograph(`turned-${orientation}`, upper, orientation))
      expect(explained).toMatchObject({ width: upper.width, height: upper.height })
      await expectFound(explained, upper)
    })
  }

  for (const method of mapMethods) {
    it(`by ${method}`, async () => {
      const path = await writePhotograph('methods', upper)
      const explained = await explain(path, { method, layers: [] })
      const overPixels = ['guided-backpropagation', 'integrated-gradients', 'occlusion'].includes(method)
      expect(explained.layer).toBe(overPixels ? 'image' : 'coarse')
      expect(explained.map.width).toBe(overPixels ? modelSide : modelSide / cellSide)
      await expectFound(explained, upper)
    })
  }

  it('by several layers, on the grid of the finest', async () => {
    const explained = await explain(await writePhotograph('layers', upper), { layers: ['coarse', 'fine'] })
    expect(explained).toMatchObject({ layer: 'coarse,fine', map: { width: modelSide, height: modelSide } })
    await expectFound(explained, upper)
  })

  it('in what speaks for the grade with it and not for the one without', async () => {
    const path = await writePhotograph('against', upper)
    expectHottest(await explain(path, { grade: 2, against: 1 }), upper)
  })

  for (const method of mapMethods) {
    it(`on two sides, which change places with the grades, by ${method}`, async () => {
      const path = await writePhotograph('sides', upper)
      const there = await explain(path, { grade: 2, against: 1, method, layers: [] })
      const opposite = await explain(path, { grade: 1, against: 2, method, layers: [] })
      expectHottest(there, upper)
      const place = there.map.values.indexOf(1)
      if (method === 'guided-backpropagation') {
        expect([there.sides, opposite.sides]).toEqual(['one', 'one'])
        return
      }
      expect([there.sides, opposite.sides]).toEqual(['two', 'two'])
      expect(opposite.map.values[place]).toBeCloseTo(-1, 3)
      // Redness speaks for Mild everywhere else.
      expect(Math.min(...there.map.values)).toBeLessThan(0)
    })
  }

  it('where a change has moved it to, over the picture that the model saw', async () => {
    const path = await writePhotograph('changed', upper)
    const plain = await explain(path)
    expect(plain.picture).toBeNull()
    const asItIs = await explain(path, { change: 'as-it-is' })
    expect(asItIs).toMatchObject({ map: plain.map, probabilities: plain.probabilities })
    const flipped = await explain(path, { change: 'flip-left-right' })
    const place = plain.map.values.indexOf(1)
    const { width } = plain.map
    expect(flipped.map.values.indexOf(1)).toBe(place - (place % width) + width - 1 - (place % width))
    for (const { picture, overlay } of [asItIs, flipped]) {
      expect(await sharp(picture ?? undefined).metadata()).toMatchObject({ width: modelSide, height: modelSide })
      expect(await sharp(overlay).metadata()).toMatchObject({ width: 512, height: 512, channels: 4 })
    }
    const pixels = async ({ picture }: PhotographExplanation) =>
      await sharp(picture ?? undefined)
        .raw()
        .toBuffer()
    const mirrored = await sharp(flipped.picture ?? undefined)
      .flop()
      .raw()
      .toBuffer()
    // Read between pixels, and rounded once more.
    for (const [at, value] of (await pixels(asItIs)).entries())
      expect(Math.abs(value - (mirrored[at] as number))).toBeLessThanOrEqual(1)
  })
})

describe('an explanation is refused', () => {
  it.each([
    [{ grade: 2, against: 2 }, 'usage'],
    [{ against: 2 }, 'usage'],
    [{ method: 'occlusion', layers: ['coarse'] }, 'usage'],
    [{ layers: ['coarse', 'finest'] }, 'not_found'],
    [{ path: '/nowhere.jpg' }, 'image_unreadable'],
  ] as const)('%o', async (changes, code) => {
    const path = await writePhotograph('refused', upper)
    await expect(explain(path, changes)).rejects.toMatchObject({ code })
  })
})

it('stops where it is cancelled, and the next one is made', async () => {
  const path = await writePhotograph('cancelled', upper)
  const controller = new AbortController()
  const read = async () => {
    controller.abort()
    return lesionModel()
  }
  const cancelled = explain(path, { models: [{ sha256: 'cancelled', read }], signal: controller.signal })
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  await expectFound(await explain(path), upper)
})
