import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { idridPhotographs } from '../../tests/fixtures/imaging/idrid.ts'
import { paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { normalise, normaliseInto, retinaNormalisation } from './normalise.ts'
import { preparePhotograph } from './prepare.ts'

const full = idridPhotographs('full')

/** A red disc with a bright spot at (x, y), px. */
const withSpot = (width: number, height: number, spot: { x: number; y: number; radius: number }) =>
  paintPicture(width, height, (x, y) => {
    if (Math.hypot(x + 0.5 - spot.x, y + 0.5 - spot.y) < spot.radius) return [255, 255, 255]
    return Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) < 0.42 * width ? [120, 60, 30] : [0, 0, 0]
  })

/** Centre of what is much brighter than its surround, in prepared pixels. */
function brightCentre(pixels: Uint8Array, size: number) {
  let [weight, sumX, sumY] = [0, 0, 0]
  for (let pixel = 0; pixel < size * size; pixel++) {
    const excess = Math.max(0, (pixels[pixel * 3 + 2] ?? 0) - 60)
    weight += excess
    sumX += excess * ((pixel % size) + 0.5)
    sumY += excess * (Math.floor(pixel / size) + 0.5)
  }
  return { x: sumX / weight, y: sumY / weight }
}

describe('preparing a photograph', () => {
  it.each([
    [1600, 1200, 96],
    [1600, 1200, 224],
    [2400, 1500, 96],
    [500, 400, 128],
  ])('of %i x %i for %i px keeps track of where every pixel came from', async (width, height, size) => {
    const spot = { x: width * 0.61, y: height * 0.33, radius: width * 0.02 }
    const image = withSpot(width, height, spot)
    const jpeg = await sharp(image.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer()
    const prepared = await preparePhotograph(jpeg, size)
    expect(prepared.pixels).toHaveLength(size * size * 3)
    expect([prepared.width, prepared.height]).toEqual([width, height])
    const scale = prepared.crop.side / size
    const found = brightCentre(prepared.pixels, size)
    expect(Math.abs(prepared.crop.x + found.x * scale - spot.x)).toBeLessThan(0.4 * scale)
    expect(Math.abs(prepared.crop.y + found.y * scale - spot.y)).toBeLessThan(0.4 * scale)
    expect(Math.abs(prepared.crop.side - 0.84 * width)).toBeLessThan(0.02 * width)
  })

  it('turns a photograph upright before it is cropped', async () => {
    const image = withSpot(800, 600, { x: 500, y: 150, radius: 20 })
    const raw = { width: 800, height: 600, channels: 3 } as const
    const straight = await preparePhotograph(await sharp(image.data, { raw }).png().toBuffer(), 96)
    const turned = await sharp(image.data, { raw }).rotate(270).png().toBuffer()
    const tagged = await sharp(turned).withMetadata({ orientation: 6 }).png().toBuffer()
    const prepared = await preparePhotograph(tagged, 96)
    expect(prepared.crop).toEqual(straight.crop)
    expect(prepared.pixels).toEqual(straight.pixels)
  })

  it('squares the whole frame where no retina is found', async () => {
    const even = paintPicture(300, 200, () => [90, 90, 90])
    const png = await sharp(even.data, { raw: { width: 300, height: 200, channels: 3 } })
      .png()
      .toBuffer()
    const prepared = await preparePhotograph(png, 60)
    expect(prepared.crop).toEqual({ x: 0, y: -50, side: 300 })
    expect(prepared.pixels[(5 * 60 + 30) * 3]).toBe(0)
    expect(prepared.pixels[(30 * 60 + 30) * 3]).toBe(90)
  })

  it.skipIf(full === null)('of IDRiD agrees between the untouched file and its small copy', async () => {
    const path = full?.[3] ?? ''
    const [large, small] = await Promise.all([
      preparePhotograph(path, 128),
      preparePhotograph(path.replace('/full/', '/images/'), 128),
    ])
    expect(Math.abs(large.crop.side / 4288 - small.crop.side / 1024)).toBeLessThan(0.004)
    const difference = large.pixels.reduce((sum, value, at) => sum + Math.abs(value - (small.pixels[at] ?? 0)), 0)
    expect(difference / large.pixels.length).toBeLessThan(3)
  })
})

describe('normalising', () => {
  it('gives planes of (value / 255 − mean) / deviation, at an offset', () => {
    const pixels = Uint8Array.from([255, 0, 51, 0, 255, 102, 1, 2, 3, 4, 5, 6])
    const output = new Float32Array(3 + 12)
    normaliseInto(pixels, 2, output, 3)
    const { mean, deviation } = retinaNormalisation
    for (let pixel = 0; pixel < 4; pixel++) {
      for (const channel of [0, 1, 2] as const) {
        const wanted = ((pixels[pixel * 3 + channel] ?? 0) / 255 - mean[channel]) / deviation[channel]
        expect(output[3 + channel * 4 + pixel]).toBeCloseTo(wanted, 5)
      }
    }
    expect([...output.subarray(0, 3)]).toEqual([0, 0, 0])
    expect(normalise(pixels, 2)).toEqual(output.slice(3))
  })
})
