import { describe, expect, it } from 'vitest'
import { createRandom } from '#numerics/random/named-streams.ts'
import { enhancements } from '#shared/enhancement.ts'
import { paintPicture } from '../../../tests/fixtures/imaging/pictures.ts'
import { encodePng } from '../encode.ts'
import { makePhotograph } from '../made/photograph.ts'
import { medianFilter } from '../median-filter.ts'
import { preparePhotograph } from '../prepare.ts'
import type { Raster } from '../raster.ts'
import { benGraham, benGrahamGray } from './ben-graham.ts'
import { clahe } from './clahe.ts'
import { gamma } from './gamma.ts'
import { medianSubtraction } from './median-subtraction.ts'
import { redFree } from './red-free.ts'

const side = 120
const disc = { centreX: 60, centreY: 60, radiusPx: 60 }
const pixel = (image: Raster, x: number, y: number) => {
  const at = (y * image.width + x) * 3
  return [...image.data.subarray(at, at + 3)]
}
const noise = (width: number, height: number) => {
  const random = createRandom('noise')
  return paintPicture(width, height, () => [random.integer(0, 255), random.integer(0, 255), random.integer(0, 255)])
}

describe('subtracting the local average', () => {
  it('leaves an even photograph middle grey', () => {
    const even = paintPicture(side, side, () => [180, 90, 30])
    expect(new Set(benGraham(even, disc).data)).toEqual(new Set([128]))
  })

  it('shows an edge four times as high as its distance from the average, and grey outside nine tenths', () => {
    const step = paintPicture(side, side, (x) => (x < 60 ? [90, 60, 20] : [110, 60, 20]))
    const enhanced = benGraham(step, disc)
    // σ is 2 px: half a pixel past the edge the average is 90 + 20 · Φ(0.25).
    expect(pixel(enhanced, 60, 60)).toEqual([Math.round(128 + 4 * (110 - (90 + 20 * 0.5987))), 128, 128])
    expect(pixel(enhanced, 59, 60)[0]).toBe(Math.round(128 - 4 * 20 * (1 - 0.5987)))
    expect(pixel(enhanced, 80, 60)).toEqual([128, 128, 128])
    expect(pixel(benGraham(step, null), 60, 2)[0]).toBe(pixel(enhanced, 60, 60)[0])
    expect(pixel(enhanced, 60, 2)).toEqual([128, 128, 128])
  })

  it('is the same on a smaller copy as pixel by pixel', () => {
    const { data } = makePhotograph({ seed: 'large', size: 600, grade: 2 })
    const image = { width: 600, height: 600, data }
    const settings = { fraction: 20 / 300, gain: 1, share: 2 }
    const fast = benGraham(image, null, settings)
    // A row and a column of the definition itself, σ 20 px.
    const kernel = Array.from({ length: 121 }, (_, tap) => Math.exp(-((tap - 60) ** 2) / 800))
    const sum = kernel.reduce((total, weight) => total + weight, 0)
    for (const [x, y] of [
      [300, 300],
      [200, 350],
      [420, 180],
    ] as const) {
      let average = 0
      for (let dy = -60; dy <= 60; dy++) {
        for (let dx = -60; dx <= 60; dx++) {
          const weight = ((kernel[dy + 60] ?? 0) * (kernel[dx + 60] ?? 0)) / sum ** 2
          average += weight * (data[((y + dy) * 600 + x + dx) * 3 + 1] ?? 0)
        }
      }
      const exact = 128 + (data[(y * 600 + x) * 3 + 1] ?? 0) - average
      expect(Math.abs((pixel(fast, x, y)[1] ?? 0) - exact)).toBeLessThan(1)
    }
  })

  it('of the grey has three equal channels', () => {
    const { data } = makePhotograph({ seed: 'grey', size: side, grade: 2 })
    const enhanced = benGrahamGray({ width: side, height: side, data }, disc)
    for (let at = 0; at < enhanced.data.length; at += 3) expect(enhanced.data[at]).toBe(enhanced.data[at + 2])
    expect(new Set(enhanced.data).size).toBeGreaterThan(20)
  })
})

describe('subtracting the local median', () => {
  it('leaves the surround of a small bright spot middle grey', () => {
    const spot = paintPicture(side, side, (x, y) => (Math.hypot(x - 60, y - 60) < 2 ? [120, 80, 40] : [100, 60, 20]))
    const enhanced = medianSubtraction(spot, disc)
    expect(pixel(enhanced, 60, 60)).toEqual([208, 208, 208])
    expect(pixel(enhanced, 64, 60)).toEqual([128, 128, 128])
  })

  it('takes the middle value of each window', () => {
    const image = noise(23, 17)
    const filtered = medianFilter(image, 2)
    for (let y = 0; y < 17; y++) {
      for (let x = 0; x < 23; x++) {
        const window: number[] = []
        for (let row = Math.max(0, y - 2); row <= Math.min(16, y + 2); row++) {
          for (let column = Math.max(0, x - 2); column <= Math.min(22, x + 2); column++) {
            window.push(image.data[(row * 23 + column) * 3 + 1] ?? 0)
          }
        }
        window.sort((a, b) => a - b)
        expect(filtered.data[(y * 23 + x) * 3 + 1]).toBe(window[(window.length - 1) >> 1])
      }
    }
  })
})

describe('CLAHE', () => {
  it('with one tile and no limit is histogram equalisation', () => {
    const ramp = paintPicture(64, 64, (x) => [100 + (x >> 2), 100 + (x >> 2), 100 + (x >> 2)])
    const enhanced = clahe(ramp, { clipLimit: 256, tiles: 1 })
    for (let x = 0; x < 64; x++) expect(pixel(enhanced, x, 30)[0]).toBe(Math.round(((1 + (x >> 2)) * 255) / 16))
  })

  it('raises weak contrast by no more than its limit, and keeps the colour differences', () => {
    const weak = paintPicture(128, 128, (x, y) => ((x + y) % 2 ? [104, 84, 64] : [100, 80, 60]))
    const contrast = (clipLimit: number) => {
      const enhanced = clahe(weak, { clipLimit, tiles: 8 })
      const [a, b] = [pixel(enhanced, 64, 64), pixel(enhanced, 65, 64)]
      expect((a[0] ?? 0) - (a[2] ?? 0)).toBe(40)
      return (b[0] ?? 0) - (a[0] ?? 0)
    }
    expect(contrast(1)).toBeLessThanOrEqual(6)
    expect(contrast(20)).toBeGreaterThan(15)
    expect(contrast(40)).toBeGreaterThan(contrast(20))
  })

  it('has no seams between tiles, whatever the size', () => {
    const slope = paintPicture(101, 67, (x) => [50 + x, 50 + x, 50 + x])
    const enhanced = clahe(slope, { clipLimit: 2, tiles: 8 })
    for (let x = 1; x < 101; x++) {
      expect(Math.abs((pixel(enhanced, x, 33)[0] ?? 0) - (pixel(enhanced, x - 1, 33)[0] ?? 0))).toBeLessThan(16)
    }
  })
})

it('gamma raises values of 0..1 to its power, red-free shows green alone', () => {
  const one = { width: 1, height: 2, data: Uint8Array.from([0, 64, 255, 10, 20, 30]) }
  expect([...gamma(one, { gamma: 0.5 }).data]).toEqual([0, 128, 255, 50, 71, 87])
  expect([...gamma(one, { gamma: 1 }).data]).toEqual([...one.data])
  expect([...redFree(one).data]).toEqual([64, 64, 64, 20, 20, 20])
})

it('prepares a photograph with each enhancement, and each is another picture of the same place', async () => {
  const { data, width, height } = makePhotograph({ seed: 'enhanced', size: 300, grade: 3 })
  const png = await encodePng(data, width, height)
  const plain = await preparePhotograph(png, 64)
  const pictures = new Set<string>()
  for (const enhancement of enhancements) {
    const prepared = await preparePhotograph(png, 64, enhancement)
    expect(prepared.crop).toEqual(plain.crop)
    expect(prepared.pixels).toHaveLength(64 * 64 * 3)
    pictures.add(Buffer.from(prepared.pixels).toString('base64'))
  }
  expect(pictures.size).toBe(enhancements.length)
  expect((await preparePhotograph(png, 64, 'none')).pixels).toEqual(plain.pixels)
})
