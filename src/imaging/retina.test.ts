import { describe, expect, it } from 'vitest'
import { idridPhotographs } from '../../tests/fixtures/imaging/idrid.ts'
import { paintDisc, paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { decodeImage } from './decode.ts'
import { makePhotograph } from './made/photograph.ts'
import { findRetina, retinaMask } from './retina.ts'

const photographs = idridPhotographs('images')
const full = idridPhotographs('full')

describe('the field of view', () => {
  it('is found to a pixel or two, dim, bright or cut by the frame', () => {
    for (const level of [14, 60, 128, 255]) {
      const whole = findRetina(paintDisc(640, 480, { x: 322, y: 236, radius: 200, level }, level === 14 ? 1 : 4))
      expect(whole?.centreX).toBeCloseTo(322, -0.3)
      expect(whole?.centreY).toBeCloseTo(236, -0.3)
      expect(Math.abs((whole?.radiusPx ?? 0) - 200)).toBeLessThan(2)
      const cut = findRetina(paintDisc(640, 400, { x: 300, y: 210, radius: 260, level }))
      expect(Math.abs((cut?.radiusPx ?? 0) - 260)).toBeLessThan(3)
      expect(Math.abs((cut?.centreX ?? 0) - 300)).toBeLessThan(3)
    }
  })

  it('is found on a white surround no more than in an even or empty frame', () => {
    expect(findRetina(paintDisc(300, 300, { x: 150, y: 150, radius: 120, level: 0 }, 255))).toBeNull()
    for (const level of [0, 3, 128, 255])
      expect(findRetina(paintPicture(320, 240, () => [level, level, level]))).toBeNull()
    expect(findRetina(paintPicture(1, 1, () => [9, 9, 9]))).toBeNull()
  })

  it('is found on white and on grey, whatever the surround', () => {
    for (const surround of [255, 200, 128]) {
      const eye = paintPicture(400, 300, (x, y) =>
        Math.hypot(x - 210, y - 150) < 130 ? [190 - (x % 7), 100, 40] : [surround, surround, surround],
      )
      const retina = findRetina(eye)
      expect(Math.abs((retina?.centreX ?? 0) - 210)).toBeLessThan(3)
      expect(Math.abs((retina?.radiusPx ?? 0) - 130)).toBeLessThan(4)
    }
  })

  it('is not taken for a bright square or stripe', () => {
    const stripe = paintPicture(320, 240, (x) => (x > 140 && x < 180 ? [200, 120, 80] : [2, 2, 2]))
    expect(findRetina(stripe)).toBeNull()
    const letters = paintPicture(320, 240, (x, y) => (y > 220 && x % 7 < 3 ? [255, 255, 255] : [0, 0, 0]))
    expect(findRetina(letters)).toBeNull()
    const page = paintPicture(320, 240, (x, y) => (y % 12 < 5 && x % 7 < 3 ? [40, 40, 40] : [255, 255, 255]))
    expect(findRetina(page)).toBeNull()
    const picture = paintPicture(320, 240, (x, y) =>
      x > 60 && x < 260 && y > 40 && y < 200 ? [90, 140, 60] : [255, 255, 255],
    )
    expect(findRetina(picture)).toBeNull()
  })

  it('has a mask with the area of its disc', () => {
    const retina = findRetina(paintDisc(400, 400, { x: 200, y: 200, radius: 150, level: 150 }))
    if (retina === null) throw new Error('no retina')
    const inside = retinaMask(retina, 400, 400).reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0)
    expect(Math.abs(inside / (Math.PI * 150 ** 2) - 1)).toBeLessThan(0.02)
    expect(Math.abs(inside / 160_000 - retina.fraction)).toBeLessThan(0.005)
  })

  it('of made photographs is where it was painted', () => {
    for (const grade of [0, 3, 4] as const) {
      const retina = findRetina(makePhotograph({ seed: 'field', size: 256, grade }))
      expect(Math.abs((retina?.radiusPx ?? 0) - 0.47 * 256)).toBeLessThan(6)
    }
  })

  it.skipIf(photographs === null)('of IDRiD, one camera, has one radius in every photograph', async () => {
    for (const path of (photographs ?? []).filter((_, index) => index % 8 === 0)) {
      const retina = findRetina(await decodeImage(path))
      expect(Math.abs((retina?.radiusPx ?? 0) - 408)).toBeLessThan(4)
      expect(Math.abs((retina?.fraction ?? 0) - 0.692)).toBeLessThan(0.01)
    }
  })

  it.skipIf(full === null)('lies in the same place at every scale', async () => {
    const path = full?.[0] ?? ''
    const places = await Promise.all(
      [512, 1072, 4288].map(async (maxSide) => {
        const image = await decodeImage(path, { maxSide })
        const retina = findRetina(image)
        const scale = image.header.width / image.width
        return [retina?.centreX ?? 0, retina?.centreY ?? 0, retina?.radiusPx ?? 0].map((value) => value * scale)
      }),
    )
    for (const axis of [0, 1, 2]) {
      const values = places.map((place) => place[axis] ?? 0)
      expect(Math.max(...values) - Math.min(...values)).toBeLessThan(8)
    }
  })
})
