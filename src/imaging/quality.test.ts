import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { idridPhotographs } from '../../tests/fixtures/imaging/idrid.ts'
import { paintDisc, paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { decodeImage } from './decode.ts'
import { inspectPhotograph } from './inspect.ts'
import { makePhotograph } from './made/photograph.ts'
import { judgeQuality, measureQuality, type QualityMeasures, qualityThresholds } from './quality.ts'
import type { Raster } from './raster.ts'

const photographs = idridPhotographs('images')

const fine: QualityMeasures = {
  darkFraction: 0.3,
  brightFraction: 0,
  retinaDarkFraction: 0,
  retinaBrightFraction: 0,
  retinaFraction: 0.7,
  focus: 0.6,
  histogram: [],
}

/** A frame of which exactly `share` of the rows have one grey level, the rest another. */
const striped = (share: number, level: number, other: number) =>
  paintPicture(100, 100, (_, y) => (y < share * 100 ? [level, level, level] : [other, other, other]))

const lit = (image: Raster, gain: number): Raster => ({
  ...image,
  data: image.data.map((v) => Math.min(255, v * gain)),
})

async function blurred(image: Raster, sigma: number): Promise<Raster> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const
  return { ...image, data: await sharp(image.data, { raw }).blur(sigma).raw().toBuffer() }
}

describe('the published exposure rules', () => {
  it('call 90 % of the frame in 0 to 30 underexposed', () => {
    expect(measureQuality(striped(0.9, 30, 120)).underexposed).toBe(true)
    expect(measureQuality(striped(0.89, 30, 120)).underexposed).toBe(false)
    expect(measureQuality(striped(0.9, 31, 120)).underexposed).toBe(false)
    expect(measureQuality(striped(0.9, 30, 120)).darkFraction).toBeCloseTo(0.9, 10)
  })

  it('call 80 % of the frame in 225 to 255 overexposed', () => {
    expect(measureQuality(striped(0.8, 225, 120)).overexposed).toBe(true)
    expect(measureQuality(striped(0.79, 225, 120)).overexposed).toBe(false)
    expect(measureQuality(striped(0.8, 224, 120)).overexposed).toBe(false)
  })

  it('weigh the channels as grey does, and hold for a large frame too', () => {
    // Luma 0.299 R + 0.587 G + 0.114 B: pure red of 100 is 30, of 102 is 30.5, which rounds to 31 in fixed point.
    expect(measureQuality(paintPicture(64, 64, () => [100, 0, 0])).darkFraction).toBe(1)
    expect(measureQuality(paintPicture(64, 64, () => [104, 0, 0])).darkFraction).toBe(0)
    const large = paintPicture(2001, 1001, (x) => (x < 1000 ? [10, 10, 10] : [90, 90, 90]))
    expect(Math.abs(measureQuality(large).darkFraction - 1000 / 2001)).toBeLessThan(0.0005)
  })
})

describe('the rule inside the retina', () => {
  it('sees a burnt-out retina in a black frame, which the published rule cannot', () => {
    const report = measureQuality(paintDisc(400, 300, { x: 200, y: 150, radius: 130, level: 240 }))
    expect(report).toMatchObject({ overexposed: false, retinaOverexposed: true, verdict: 'reject' })
    expect(report.reasons[0]).toBe('retina_overexposed')
    expect(report.retinaBrightFraction).toBe(1)
    expect(report.brightFraction).toBeLessThan(0.5)
  })

  it('sees a retina too dark to read although its frame is not nine tenths dark', () => {
    const report = measureQuality(paintDisc(400, 300, { x: 200, y: 150, radius: 130, level: 24 }))
    expect(report).toMatchObject({ retinaUnderexposed: true, verdict: 'reject' })
    expect(report.histogram).toHaveLength(64)
    expect(report.histogram[6]).toBeCloseTo(1, 5)
  })
})

describe('the verdict', () => {
  it('is good without a reason, and follows each threshold', () => {
    expect(judgeQuality(fine)).toMatchObject({ verdict: 'good', reasons: [] })
    expect(judgeQuality({ ...fine, retinaDarkFraction: qualityThresholds.dim })).toMatchObject({
      verdict: 'usable',
      reasons: ['dim'],
    })
    expect(judgeQuality({ ...fine, retinaBrightFraction: 0.2 }).reasons).toEqual(['glare'])
    expect(judgeQuality({ ...fine, focus: 0.1 })).toMatchObject({ verdict: 'usable', reasons: ['soft'] })
    expect(judgeQuality({ ...fine, focus: 0.01 })).toMatchObject({ verdict: 'reject', reasons: ['blurred'] })
    expect(judgeQuality({ ...fine, retinaFraction: 0.1 }).reasons).toEqual(['small_field'])
    expect(judgeQuality({ ...fine, focus: 0.1 }, { ...qualityThresholds, soft: 0.05 }).verdict).toBe('good')
  })

  it('rejects a frame without a retina and says so', () => {
    const report = measureQuality(paintPicture(200, 150, () => [0, 0, 0]))
    expect(report).toMatchObject({
      verdict: 'reject',
      reasons: ['underexposed', 'no_retina'],
      retinaDarkFraction: null,
    })
  })

  it('is a reject where the file is damaged, however good the rest of it', () => {
    expect(judgeQuality({ ...fine, damaged: true })).toMatchObject({ verdict: 'reject', reasons: ['damaged'] })
  })

  it('of a crop within the retina is by what is seen: no border, and no reject for that', () => {
    const image = makePhotograph({ seed: 'crop', size: 640, grade: 2 })
    const side = 320
    const data = new Uint8Array(side * side * 3)
    for (let y = 0; y < side; y++) {
      const from = ((y + 160) * image.width + 160) * 3
      data.set(image.data.subarray(from, from + side * 3), y * side * 3)
    }
    const crop = { width: side, height: side, data }
    const report = measureQuality(crop)
    expect(report.verdict).toBe('usable')
    expect(report.reasons).toContain('no_border')
    expect(report.retinaFraction).toBe(1)
    expect(measureQuality(lit(crop, 0.1)).verdict).toBe('reject')
    // What holds no retina is not taken for one that fills the frame.
    const leaves = paintPicture(200, 200, (x, y) => [40 + (x % 9), 120 + (y % 30), 30])
    expect(measureQuality(leaves).reasons).toEqual(['no_retina'])
  })

  it('of a retina on white paper is by the retina, and a white page has none', () => {
    const eye = paintPicture(400, 300, (x, y) =>
      Math.hypot(x - 200, y - 150) < 90 ? [170 + ((x * y) % 23), 90 + ((x + y) % 17), 40] : [255, 255, 255],
    )
    const report = measureQuality(eye)
    expect(report.reasons).not.toContain('overexposed')
    expect(report.retinaBrightFraction).toBe(0)
    expect(measureQuality(paintPicture(200, 150, () => [255, 255, 255])).reasons).toEqual(['overexposed', 'no_retina'])
  })

  it('follows the quality that a made photograph was given', () => {
    const verdicts = (quality: 'good' | 'usable' | 'reject') =>
      Array.from({ length: 12 }, (_, index) => {
        const grade = ([0, 1, 2, 3, 4] as const)[index % 5] ?? 0
        return measureQuality(makePhotograph({ seed: `quality ${index}`, size: 448, grade, quality })).verdict
      }).filter((verdict) => verdict === quality).length
    expect(verdicts('good')).toBe(12)
    expect(verdicts('usable')).toBeGreaterThanOrEqual(9)
    expect(verdicts('reject')).toBeGreaterThanOrEqual(9)
  })
})

describe.skipIf(photographs === null)('on IDRiD photographs', () => {
  const some = (photographs ?? []).filter((_, index) => index % 30 === 0)

  it('nothing ordinary is rejected', async () => {
    for (const path of (photographs ?? []).filter((_, index) => index % 9 === 0)) {
      expect((await inspectPhotograph(path)).quality.verdict, path).not.toBe('reject')
    }
  })

  it('a fifth of the light is underexposed and five times the light overexposed', async () => {
    for (const path of some) {
      const image = await decodeImage(path)
      expect(measureQuality(lit(image, 0.15)).retinaUnderexposed, path).toBe(true)
      expect(measureQuality(lit(image, 6)).retinaOverexposed, path).toBe(true)
    }
  })

  it('focus falls with blur, and does not follow the light', async () => {
    for (const path of some) {
      const image = await decodeImage(path)
      const series = [image, await blurred(image, 2), await blurred(image, 4), await blurred(image, 12)]
      const focus = series.map((picture) => measureQuality(picture).focus)
      expect(
        [...focus].sort((a, b) => b - a),
        path,
      ).toEqual(focus)
      expect(focus[3], path).toBeLessThan(0.12)
      expect(Math.abs(measureQuality(lit(image, 0.6)).focus - (focus[0] ?? 0)), path).toBeLessThan(0.06)
    }
  })
})
