import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { heatColour, sideColour } from './colour-ramp.ts'
import { decodeImage } from './decode.ts'
import { type HeatMap, paintHeatMap, renderHeatMap } from './heat-map.ts'
import { renderJpeg, thumbnailSide } from './thumbnail.ts'

/** 8 x 8 cells, one of them hot. */
const oneHot = (column: number, row: number): HeatMap => {
  const values = new Float32Array(64)
  values[row * 8 + column] = 1
  return { width: 8, height: 8, values }
}

/** Centre of the opacity, px. */
function opacityCentre({ width, data }: { width: number; data: Uint8Array }) {
  let [weight, sumX, sumY] = [0, 0, 0]
  for (let pixel = 0; pixel < data.length / 4; pixel++) {
    const alpha = data[pixel * 4 + 3] ?? 0
    weight += alpha
    sumX += alpha * ((pixel % width) + 0.5)
    sumY += alpha * (Math.floor(pixel / width) + 0.5)
  }
  return { x: sumX / weight, y: sumY / weight }
}

describe('the heat map', () => {
  const placed = { width: 1000, height: 700, crop: { x: 100, y: -50, side: 800 } }

  it('lies over the place of the photograph that its cell saw', () => {
    // Cell (5, 2) covers 100 + 500..600 by -50 + 200..300 of the photograph.
    const overlay = paintHeatMap(oneHot(5, 2), { ...placed, contours: [] })
    expect([overlay.width, overlay.height]).toEqual([1000, 700])
    const centre = opacityCentre(overlay)
    expect(Math.abs(centre.x - 650)).toBeLessThan(2)
    expect(Math.abs(centre.y - 200)).toBeLessThan(2)
    const half = opacityCentre(paintHeatMap(oneHot(5, 2), { ...placed, contours: [], maxSide: 500 }))
    expect(Math.abs(half.x - 325)).toBeLessThan(2)
    expect(Math.abs(half.y - 100)).toBeLessThan(2)
  })

  it('is clear where it is low and outside the crop', () => {
    const overlay = paintHeatMap({ width: 8, height: 8, values: new Float32Array(64).fill(1) }, placed)
    const alphaAt = (x: number, y: number) => overlay.data[(y * 1000 + x) * 4 + 3]
    expect([alphaAt(50, 300), alphaAt(950, 300)]).toEqual([0, 0])
    expect(alphaAt(500, 300)).toBeGreaterThan(150)
    const low = paintHeatMap({ width: 8, height: 8, values: new Float32Array(64).fill(0.04) }, placed)
    expect(low.data.every((value) => value === 0)).toBe(true)
  })

  it('is outlined at its levels in a light line beside a dark one', () => {
    const overlay = paintHeatMap(oneHot(4, 4), { ...placed, contours: [0.5] })
    const pixels = Array.from({ length: 1000 }, (_, x) =>
      overlay.data.subarray((400 * 1000 + x) * 4, (400 * 1000 + x) * 4 + 4),
    )
    const light = pixels.filter(([r, g, b, a]) => r === 255 && g === 255 && b === 255 && a === 230)
    const dark = pixels.filter(([r, , , a]) => r === 20 && a === 160)
    expect([light.length, dark.length]).toEqual([2, 2])
  })

  it('of two sides is red above 0 and blue below, with dashed lines there', () => {
    const map = oneHot(2, 4)
    map.values[4 * 8 + 6] = -1
    const lightOf = (overlay: { data: Uint8Array }, left: number) => {
      const inside = (pixel: number) => Math.floor((pixel % 1000) / 500) === left / 500
      return Array.from({ length: overlay.data.length / 4 }, (_, pixel) => pixel).filter(
        (pixel) => inside(pixel) && overlay.data[pixel * 4] === 255 && overlay.data[pixel * 4 + 3] === 230,
      ).length
    }
    const placedFully = { width: 1000, height: 1000, crop: { x: 0, y: 0, side: 1000 }, contours: [0.5] }
    const overlay = paintHeatMap(map, { ...placedFully, sides: 'two' })
    const middle = (column: number) => [...overlay.data.subarray((562 * 1000 + column) * 4).subarray(0, 4)]
    expect(middle(312).slice(0, 3)).toEqual(sideColour(1))
    expect(middle(812).slice(0, 3)).toEqual(sideColour(-1))
    expect(middle(312)[3]).toBe(middle(812)[3])
    const [solid, dashed] = [lightOf(overlay, 0), lightOf(overlay, 500)]
    expect(dashed).toBeGreaterThan(0.3 * solid)
    expect(dashed).toBeLessThan(0.7 * solid)
    // What is below 0 is not to be seen on one side alone.
    expect(paintHeatMap(map, placedFully).data[(562 * 1000 + 812) * 4 + 3]).toBe(0)
  })

  it('comes as an RGBA PNG, and refuses a map with the wrong count of values', async () => {
    const png = await renderHeatMap(oneHot(1, 1), { ...placed, maxSide: 200 })
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 200, height: 140, channels: 4 })
    const broken = { width: 8, height: 8, values: new Float32Array(63) }
    await expect(renderHeatMap(broken, placed)).rejects.toMatchObject({ code: 'length_mismatch' })
  })

  it('has colours whose lightness rises with the value', () => {
    const lightness = Array.from({ length: 21 }, (_, step) => {
      const linear = heatColour(step / 20).map((v) =>
        v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
      )
      const [r = 0, g = 0, b = 0] = linear
      return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16
    })
    const steps = lightness.slice(1).map((value, index) => value - (lightness[index] ?? 0))
    expect(Math.min(...steps)).toBeGreaterThan(2)
    expect(Math.max(...steps)).toBeLessThan(5)
    expect(heatColour(-1)).toEqual(heatColour(0))
    expect(heatColour(2)).toEqual(heatColour(1))
  })
})

describe('thumbnails and previews', () => {
  it('are upright JPEGs without orientation or profile', async () => {
    const image = paintPicture(400, 300, (x) => (x < 200 ? [220, 30, 30] : [30, 30, 220]))
    const turned = await sharp(image.data, { raw: { width: 400, height: 300, channels: 3 } })
      .rotate(270)
      .png()
      .toBuffer()
    const tagged = await sharp(turned).withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toBuffer()
    const jpeg = await renderJpeg(tagged, { maxSide: thumbnailSide })
    const metadata = await sharp(jpeg).metadata()
    expect([metadata.format, metadata.width, metadata.height]).toEqual(['jpeg', 192, 144])
    expect([metadata.orientation, metadata.exif, metadata.icc]).toEqual([undefined, undefined, undefined])
    const decoded = await decodeImage(jpeg)
    expect(decoded.data[(70 * 192 + 10) * 3]).toBeGreaterThan(190)
    expect(decoded.data[(70 * 192 + 180) * 3 + 2]).toBeGreaterThan(190)
    await expect(renderJpeg(new Uint8Array(0), { maxSide: 10 })).rejects.toMatchObject({ code: 'image_unreadable' })
  })
})
