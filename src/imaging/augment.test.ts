import { describe, expect, it } from 'vitest'
import { paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { type Augmentation, augmentInto, drawAugmentation, noAugmentation } from './augment.ts'
import { makePhotograph } from './made/photograph.ts'
import { normalise, retinaNormalisation } from './normalise.ts'
import { createRandom, shuffle } from './random.ts'

const size = 64
const { data: photograph } = makePhotograph({ seed: 'augment', size, grade: 2 })

function changed(change: Partial<Augmentation>, pixels = photograph): Float32Array {
  const output = new Float32Array(3 * size * size)
  augmentInto(pixels, size, { ...noAugmentation, ...change }, output)
  return output
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - (b[at] ?? 0))), 0)

/** The plane values with columns and rows rearranged: target (x, y) takes source `from(x, y)`. */
function rearranged(values: Float32Array, from: (x: number, y: number) => readonly [number, number]): Float32Array {
  return values.map((_, at) => {
    const pixel = at % (size * size)
    const [x, y] = from(pixel % size, Math.floor(pixel / size))
    return values[at - pixel + y * size + x] ?? 0
  })
}

describe('augmentation', () => {
  const plain = normalise(photograph, size)

  it('without a change is normalisation', () => {
    expect(largestDifference(changed({}), plain)).toBeLessThan(1e-5)
  })

  it('flips and turns by right angles exactly', () => {
    const last = size - 1
    expect(
      largestDifference(
        changed({ flipX: true }),
        rearranged(plain, (x, y) => [last - x, y]),
      ),
    ).toBeLessThan(1e-4)
    expect(
      largestDifference(
        changed({ flipY: true }),
        rearranged(plain, (x, y) => [x, last - y]),
      ),
    ).toBeLessThan(1e-4)
    const quarter = changed({ angleRadians: Math.PI / 2 })
    expect(
      largestDifference(
        quarter,
        rearranged(plain, (x, y) => [y, last - x]),
      ),
    ).toBeLessThan(1e-3)
    const both = changed({ flipX: true, flipY: true, angleRadians: Math.PI })
    expect(largestDifference(both, plain)).toBeLessThan(1e-3)
  })

  it('magnifies about the middle', () => {
    const dot = paintPicture(size, size, (x, y) =>
      Math.hypot(x - 41.5, y - 31.5) < 2 ? [255, 255, 255] : [60, 60, 60],
    )
    const plane = changed({ magnification: 1.5 }, dot.data).subarray(0, size * size)
    const brightest = plane.indexOf(Math.max(...plane))
    expect(Math.abs((brightest % size) + 0.5 - (32 + 10 * 1.5))).toBeLessThan(2)
  })

  it('changes brightness and contrast about the mean and keeps to 0..1', () => {
    const flat = new Uint8Array(size * size * 3).fill(128)
    const [mean, deviation] = [retinaNormalisation.mean[0], retinaNormalisation.deviation[0]]
    const value = 128 / 255
    const middle = (size / 2) * size + size / 2
    expect(changed({ brightness: 1.2 }, flat)[middle]).toBeCloseTo((1.2 * value - mean) / deviation, 4)
    expect(changed({ contrast: 0.5 }, flat)[middle]).toBeCloseTo((0.5 * (value - mean)) / deviation, 4)
    expect(changed({ brightness: 9 }, flat)[middle]).toBeCloseTo((1 - mean) / deviation, 4)
    expect(changed({ contrast: 9 }, new Uint8Array(size * size * 3))[middle]).toBeCloseTo(-mean / deviation, 4)
  })

  it('fills with black what turns into the picture from outside', () => {
    const bright = new Uint8Array(size * size * 3).fill(200)
    const turned = changed({ angleRadians: Math.PI / 4 }, bright)
    expect(turned[0]).toBeCloseTo(-retinaNormalisation.mean[0] / retinaNormalisation.deviation[0], 4)
  })

  it('is the same for the same seed and another for another', () => {
    const draw = (seed: number) => drawAugmentation(createRandom(seed, 'augment', 3))
    expect(changed(draw(1))).toEqual(changed(draw(1)))
    expect(draw(1)).not.toEqual(draw(2))
    const drawn = Array.from({ length: 400 }, (_, seed) => draw(seed))
    expect(drawn.filter(({ flipX }) => flipX).length).toBeGreaterThan(150)
    expect(Math.max(...drawn.map(({ magnification }) => magnification))).toBeLessThanOrEqual(1.1)
    const spread = Math.sqrt(drawn.reduce((sum, { brightness }) => sum + (brightness - 1) ** 2, 0) / drawn.length)
    expect(spread).toBeGreaterThan(0.085)
    expect(spread).toBeLessThan(0.115)
  })

  it('takes the same count of random numbers whatever is switched off', () => {
    const random = createRandom('stream')
    const other = createRandom('stream')
    drawAugmentation(random)
    drawAugmentation(other, { flips: false, rotationDegrees: 0, zoom: 0, brightness: 0, contrast: 0 })
    expect(random.next()).toBe(other.next())
  })
})

describe('random numbers', () => {
  it('depend on every word of the seed and on nothing else', () => {
    const first = (...seed: (string | number)[]) => createRandom(...seed).next()
    expect(first(1, 'a')).toBe(first(1, 'a'))
    expect(new Set([first(1, 'a'), first(2, 'a'), first(1, 'b'), first('1', 'a', 0), first(11, 'a')]).size).toBe(5)
  })

  it('are uniform, normal and whole as asked', () => {
    const random = createRandom('uniform')
    const uniform = Array.from({ length: 20_000 }, () => random.next())
    const mean = uniform.reduce((sum, value) => sum + value, 0) / uniform.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
    const normal = Array.from({ length: 20_000 }, () => random.gaussian(2))
    const variance = normal.reduce((sum, value) => sum + value * value, 0) / normal.length
    expect(Math.abs(variance - 4)).toBeLessThan(0.2)
    const whole = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)))
    expect([...whole].sort()).toEqual([3, 4, 5, 6])
  })

  it('shuffle every item into place once', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = shuffle([...items], createRandom(7))
    expect(shuffled).not.toEqual(items)
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items)
  })
})
