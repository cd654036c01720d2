import { describe, expect, it } from 'vitest'
import { paintPicture, pixelOf } from '../../tests/fixtures/imaging/pictures.ts'
import { shrink } from './raster.ts'
import { resample, resampleGreen } from './resample.ts'

const ramp = paintPicture(64, 48, (x, y) => [x * 4, y * 5, 200])

describe('resampling', () => {
  it('of a picture onto itself changes nothing', () => {
    expect(resample(ramp, { x: 0, y: 0, width: 64, height: 48 }, 64, 48).data).toEqual(ramp.data)
  })

  it('takes the mean of the area that a pixel covers', () => {
    const board = paintPicture(64, 64, (x, y) => ((x + y) % 2 === 0 ? [200, 100, 0] : [0, 100, 200]))
    const small = resample(board, { x: 0, y: 0, width: 64, height: 64 }, 16, 16)
    expect(pixelOf(small, 7, 7)).toEqual([100, 100, 100])
    expect(shrink(board, 4).data).toEqual(small.data)
    // 64 pixels to 10: 6.4 a cell, the seventh only in part.
    const odd = resample(ramp, { x: 0, y: 0, width: 64, height: 48 }, 10, 8)
    expect(pixelOf(odd, 0, 0)[0]).toBeCloseTo(4 * (3.2 - 0.5), -0.3)
  })

  it('pads with black what lies beyond the edges', () => {
    const padded = resample(ramp, { x: -32, y: -32, width: 128, height: 128 }, 128, 128)
    expect(pixelOf(padded, 10, 60)).toEqual([0, 0, 0])
    expect(pixelOf(padded, 32 + 5, 32 + 7)).toEqual(pixelOf(ramp, 5, 7))
    expect(pixelOf(padded, 100, 60)).toEqual([0, 0, 0])
  })

  it('interpolates between pixels when it enlarges', () => {
    const large = resample(ramp, { x: 8, y: 8, width: 8, height: 8 }, 32, 32)
    const values = Array.from({ length: 32 }, (_, x) => pixelOf(large, x, 16)[0] ?? 0)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(new Set(values).size).toBeGreaterThan(25)
  })

  it('gives the green channel alone, unrounded', () => {
    const area = { x: 3.5, y: 2.25, width: 40, height: 30 }
    const green = resampleGreen(ramp, area, 20, 15)
    const all = resample(ramp, area, 20, 15)
    for (const at of [0, 57, 299])
      expect(Math.abs((green[at] ?? 0) - (all.data[at * 3 + 1] ?? 0))).toBeLessThanOrEqual(0.5)
  })

  it('shrinks by whole blocks, drops what is left over, and is the same by words as by bytes', () => {
    const small = shrink(
      paintPicture(23, 11, (x) => [x, x, x]),
      4,
    )
    expect([small.width, small.height]).toEqual([5, 2])
    expect(pixelOf(small, 1, 1)).toEqual([6, 6, 6])
    const paint = (x: number, y: number) => [(x * 37 + y * 11) % 256, (x * 5 + y * 71) % 256, (x * y) % 256] as const
    const byWords = shrink(paintPicture(64, 16, paint), 4)
    const byBytes = shrink(paintPicture(65, 16, paint), 4)
    expect(byWords).toEqual(byBytes)
  })
})
