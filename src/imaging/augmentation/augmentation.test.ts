import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createRandom } from '#numerics/random/named-streams.ts'
import { type AugmentationSettings, augmentationSchema, randAugmentOperations } from '#shared/augmentation.ts'
import { paintPicture } from '../../../tests/fixtures/imaging/pictures.ts'
import { makePhotograph } from '../made/photograph.ts'
import { normalise, retinaNormalisation } from '../normalise.ts'
import { compose, flip, shear, translate, turn } from './affine.ts'
import { augmentInto } from './apply.ts'
import { type Change, noChange } from './change.ts'
import { drawChange } from './draw.ts'
import { normalQuantiles } from './normal-quantiles.ts'
import { operate } from './operations.ts'
import { sharpenedBy } from './sharpness.ts'

const size = 64
const area = size * size
const { data: photograph } = makePhotograph({ seed: 'augment', size, grade: 2 })
const grey = new Uint8Array(area * 3).fill(128)

function changed(change: Partial<Change>, pixels = photograph): Float32Array {
  const output = new Float32Array(3 * area)
  augmentInto(pixels, size, { ...noChange, ...change }, output)
  return output
}

const off = { flips: false, rotation: 0, zoom: 0, brightness: 0, contrast: 0 }
const settings = (own: object): AugmentationSettings => augmentationSchema.parse({ ...off, ...own })
const drawn = (own: object, count = 300) =>
  Array.from({ length: count }, (_, seed) => drawChange(createRandom('draw', seed), settings(own)))

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - (b[at] ?? 0))), 0)

/** The plane values with columns and rows rearranged: target (x, y) takes source `from(x, y)`. */
function rearranged(values: Float32Array, from: (x: number, y: number) => readonly [number, number]): Float32Array {
  return values.map((_, at) => {
    const pixel = at % area
    const [x, y] = from(pixel % size, Math.floor(pixel / size))
    return values[at - pixel + y * size + x] ?? 0
  })
}

/** Where the bright dot at (41.5, 31.5) of a dull picture shows. */
function dotAfter(change: Partial<Change>): readonly [number, number] {
  const dot = paintPicture(size, size, (x, y) => (Math.hypot(x - 41.5, y - 31.5) < 2 ? [255, 255, 255] : [60, 60, 60]))
  const plane = changed(change, dot.data).subarray(0, area)
  let [weight, sumX, sumY] = [0, 0, 0]
  plane.forEach((value, at) => {
    const excess = Math.max(0, value - (60 / 255 - 0.42) / 0.27 - 0.1)
    weight += excess
    sumX += excess * (at % size)
    sumY += excess * Math.floor(at / size)
  })
  return [sumX / weight, sumY / weight]
}

describe('the geometry of augmentation', () => {
  const plain = normalise(photograph, size)
  const last = size - 1

  it('without a change is normalisation', () => {
    expect(largestDifference(changed({}), plain)).toBeLessThan(1e-5)
  })

  it.each([
    ['a flip left to right', flip(true, false), (x: number, y: number) => [last - x, y] as const],
    ['a flip top to bottom', flip(false, true), (x: number, y: number) => [x, last - y] as const],
    ['a quarter turn', turn(Math.PI / 2), (x: number, y: number) => [y, last - x] as const],
    ['both flips and half a turn', compose(flip(true, true), turn(Math.PI)), (x: number, y: number) => [x, y] as const],
  ])('makes %s exactly', (_, geometry, from) => {
    expect(largestDifference(changed({ geometry }), rearranged(plain, from))).toBeLessThan(1e-3)
  })

  it.each([
    ['magnifies about the middle', turn(0, 1.5), [46.25, 31.25]],
    ['moves right and down in sides', translate(0.125, 0.25), [49.5, 47.5]],
    ['shears rows by their height', shear(0, 0.5), [41.5, 26.5]],
    ['changes by the first, then by the second', compose(turn(0, 1.5), translate(0.125, 0)), [54.25, 31.25]],
  ])('%s', (_, geometry, [x = 0, y = 0]) => {
    const [foundX, foundY] = dotAfter({ geometry })
    expect(Math.abs(foundX - x)).toBeLessThan(0.8)
    expect(Math.abs(foundY - y)).toBeLessThan(0.8)
  })

  it('fills with black what comes into the picture from outside', () => {
    const turned = changed({ geometry: turn(Math.PI / 4) }, new Uint8Array(area * 3).fill(200))
    expect(turned[0]).toBeCloseTo(-retinaNormalisation.mean[0] / retinaNormalisation.deviation[0], 4)
  })
})

describe('light, noise, blur and holes', () => {
  const [mean, deviation] = [retinaNormalisation.mean[0], retinaNormalisation.deviation[0]]
  const middle = (size / 2) * size + size / 2

  it('change brightness and contrast about the mean and keep to 0..1', () => {
    const value = 128 / 255
    expect(changed({ brightness: 1.2 }, grey)[middle]).toBeCloseTo((1.2 * value - mean) / deviation, 4)
    expect(changed({ contrast: 0.5 }, grey)[middle]).toBeCloseTo((0.5 * (value - mean)) / deviation, 4)
    expect(changed({ brightness: 9 }, grey)[middle]).toBeCloseTo((1 - mean) / deviation, 4)
    expect(changed({ contrast: 9 }, new Uint8Array(area * 3))[middle]).toBeCloseTo(-mean / deviation, 4)
  })

  it('take the colour away without saturation, and leave grey as it is', () => {
    const red = paintPicture(size, size, () => [200, 100, 50]).data
    const faded = changed({ saturation: 0 }, red)
    const luma = (0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 255
    for (const channel of [0, 1, 2] as const) {
      const wanted = (luma - retinaNormalisation.mean[channel]) / retinaNormalisation.deviation[channel]
      expect(faded[channel * area + middle]).toBeCloseTo(wanted, 4)
    }
    expect(largestDifference(changed({ saturation: 1.7 }, grey), changed({}, grey))).toBeLessThan(1e-4)
  })

  it('add Gaussian noise of the deviation asked for, another in each channel', () => {
    const noisy = changed({ gaussianNoise: 0.05, noiseSeed: 3 }, grey)
    const noise = noisy.subarray(0, area).map((value) => value * deviation + mean - 128 / 255)
    const spread = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / area)
    expect(Math.abs(spread - 0.05)).toBeLessThan(0.002)
    const green = noisy
      .subarray(area, 2 * area)
      .map((value) => value * retinaNormalisation.deviation[1] + retinaNormalisation.mean[1] - 128 / 255)
    const together = noise.reduce((sum, value, at) => sum + value * (green[at] ?? 0), 0) / area / spread ** 2
    expect(Math.abs(together)).toBeLessThan(0.06)
  })

  it('draw the noise from the normal distribution', () => {
    const quantiles = normalQuantiles()
    const below = (value: number) => quantiles.filter((one) => one < value).length / quantiles.length
    // Published values of its distribution function.
    for (const [value, share] of [
      ...[
        [-3, 0.0013499],
        [-1.959964, 0.025],
        [-1, 0.1586553],
        [0, 0.5],
      ],
      ...[
        [0.6744898, 0.75],
        [1.644854, 0.95],
        [2.575829, 0.995],
      ],
    ] as const) {
      expect(Math.abs(below(value) - share)).toBeLessThan(2e-5)
    }
    const variance = quantiles.reduce((sum, value) => sum + value ** 2, 0) / quantiles.length
    expect(Math.abs(variance - 1)).toBeLessThan(1e-4)
  })

  it('add noise that is cut off at black and white, and not the same beside itself', () => {
    const noisy = changed({ gaussianNoise: 0.5, noiseSeed: 3 }, grey).subarray(0, area)
    expect(Math.min(...noisy)).toBeCloseTo(-mean / deviation, 5)
    expect(Math.max(...noisy)).toBeCloseTo((1 - mean) / deviation, 5)
    const small = changed({ gaussianNoise: 0.05, noiseSeed: 3 }, grey).subarray(0, area)
    const noise = small.map((value) => value - (128 / 255 - mean) / deviation)
    const spread = noise.reduce((sum, value) => sum + value ** 2, 0)
    for (const lag of [1, 2, size]) {
      const together = noise.reduce((sum, value, at) => sum + value * (noise[at + lag] ?? 0), 0)
      expect(Math.abs(together / spread)).toBeLessThan(0.06)
    }
  })

  it('turn the share asked for black or white in all channels', () => {
    const specked = changed({ saltAndPepper: 0.1, noiseSeed: 3 }, grey)
    const plain = changed({}, grey)
    const differs = (channel: number) =>
      [...Array(area).keys()].filter((at) => specked[channel * area + at] !== plain[channel * area + at])
    expect(differs(0)).toEqual(differs(2))
    // Drawn with replacement: 1 − e^−0.1.
    expect(Math.abs(differs(0).length / area - 0.095)).toBeLessThan(0.01)
    const white = differs(0).filter((at) => (specked[at] ?? 0) > 0).length
    expect(Math.abs(white / differs(0).length - 0.5)).toBeLessThan(0.1)
  })

  it('blur an edge to the Gaussian error function', () => {
    const step = paintPicture(size, size, (x) => (x < 32 ? [0, 0, 0] : [200, 200, 200])).data
    const plane = changed({ blur: 2 / size }, step).subarray(32 * size, 33 * size)
    const level = (x: number) => (plane[x] ?? 0) * deviation + mean
    // Half a pixel past the edge at σ 2: Φ(0.25) and Φ(1.25).
    expect(Math.abs(level(32) / (200 / 255) - 0.599)).toBeLessThan(0.01)
    expect(Math.abs(level(34) / (200 / 255) - 0.894)).toBeLessThan(0.01)
  })

  it('blank a square to the mean colour, and only what of it lies in the picture', () => {
    const holed = changed({ holes: [{ x: 0.25, y: 0, side: 0.25 }] })
    const plain = changed({})
    for (let at = 0; at < 3 * area; at++) {
      const [x, y] = [at % size, Math.floor((at % area) / size)]
      expect(holed[at]).toBe(x >= 8 && x < 24 && y < 8 ? 0 : plain[at])
    }
  })

  it('map tones as their names say', () => {
    const ramp = paintPicture(size, size, (x) => [50 + x, 128, 255]).data
    const red = (tone: Change['tones'][number], x: number) =>
      Math.round(((changed({ tones: [tone] }, ramp)[32 * size + x] ?? 0) * deviation + mean) * 255) + 0
    expect([red({ kind: 'auto-contrast' }, 0), red({ kind: 'auto-contrast' }, 63)]).toEqual([0, 255])
    expect([red({ kind: 'equalize' }, 0), red({ kind: 'equalize' }, 63)]).toEqual([0, 255])
    expect(red({ kind: 'posterize', bits: 4 }, 20)).toBe(64)
    expect([red({ kind: 'solarize', threshold: 60 }, 5), red({ kind: 'solarize', threshold: 60 }, 15)]).toEqual([
      55, 190,
    ])
  })
})

describe('drawing a change', () => {
  it('leaves what recipes without the newer fields do as it was, byte for byte', () => {
    const digest = createHash('sha256')
    const quick = settings({ flips: true, rotation: 180, zoom: 0.15, brightness: 0.2, contrast: 0.2 })
    for (let copy = 0; copy < 4; copy++) {
      digest.update(new Uint8Array(changed(drawChange(createRandom(1, 'augment', copy), quick)).buffer))
    }
    expect(digest.digest('hex')).toBe('998e92907955ed9b9b6903c1d3730750bfd4bf32878607ca705d0dcd0cc2c741')
  })

  it('is the same for the same seed and another for another', () => {
    const own = settings({ flips: true, gaussianNoise: 0.1, cutOut: 0.2, randAugment: { operations: 2 } })
    const draw = (seed: number) => drawChange(createRandom(seed, 'augment', 3), own)
    expect(changed(draw(1))).toEqual(changed(draw(1)))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('takes the same count of random numbers whatever is switched on', () => {
    const [random, other] = [createRandom('stream'), createRandom('stream')]
    drawChange(random, settings({}))
    drawChange(other, settings({ flips: true, rotations: [60, 90], cutOut: 1, randAugment: { operations: 3 } }))
    expect(random.next()).toBe(other.next())
  })

  it('stays within the settings', () => {
    const all = drawn({ translate: 0.2, shear: 10, saturation: 0.1, blur: 0.01, saltAndPepper: 0.02, cutOut: 0.3 })
    expect(Math.max(...all.map(({ blur }) => blur))).toBeLessThanOrEqual(0.01)
    expect(Math.max(...all.map(({ saltAndPepper }) => saltAndPepper))).toBeGreaterThan(0.015)
    expect(new Set(all.flatMap(({ holes }) => holes.map(({ side }) => side)))).toEqual(new Set([0.3]))
    const slope = Math.tan((10 * Math.PI) / 180)
    expect(Math.max(...all.map(({ geometry }) => Math.abs(geometry.xy)))).toBeLessThanOrEqual(slope)
    expect(Math.max(...all.map(({ geometry }) => Math.abs(geometry.xy)))).toBeGreaterThan(0.9 * slope)
    const spread = Math.sqrt(all.reduce((sum, { saturation }) => sum + (saturation - 1) ** 2, 0) / all.length)
    expect(Math.abs(spread - 0.1)).toBeLessThan(0.02)
  })

  it('turns by the fixed angles where there are any', () => {
    const angles = drawn({ rotation: 180, rotations: [60, 90, 120] }).map(({ geometry }) =>
      Math.round((Math.atan2(geometry.xy, geometry.xx) * 180) / Math.PI),
    )
    expect([...new Set(angles)].sort((a, b) => a - b)).toEqual([60, 90, 120])
  })
})

describe('AutoAugment', () => {
  it('draws one of the policy’s pairs, each operation as often as it says', () => {
    const all = drawn({ autoAugment: 'imagenet' }, 1500)
    const share = (has: (change: Change) => boolean) => all.filter(has).length / all.length
    // By the table: Posterize in 4 of 25 pairs (in one of them twice), one shear, 6 turns.
    const posterized = (0.4 + (1 - 0.4 * 0.4) + 0.8 + 0.4) / 25
    expect(Math.abs(share(({ tones }) => tones.some(({ kind }) => kind === 'posterize')) - posterized)).toBeLessThan(
      0.03,
    )
    expect(
      Math.abs(share(({ geometry }) => geometry.xy !== 0) - (0.6 + 0.8 + 0.2 + 0.8 + 0.4 + 0.8 + 0.6) / 25),
    ).toBeLessThan(0.03)
    expect(all.every(({ geometry }) => geometry.x0 === 0 && geometry.y0 === 0)).toBe(true)
    const turns = all.map(({ geometry }) => Math.abs(Math.atan2(geometry.xy, geometry.xx) * 180) / Math.PI)
    expect(Math.max(...turns)).toBeCloseTo(30, 4)
    const moved = drawn({ autoAugment: 'cifar-10' }, 400).map(({ geometry }) => Math.abs(geometry.y0))
    expect(Math.max(...moved)).toBeCloseTo((2 * 150) / 331, 4)
  })

  it('turns values round, and stresses or washes out edges', () => {
    const dot = paintPicture(size, size, (x, y) => (x === 32 && y === 32 ? [130, 130, 130] : [0, 0, 0])).data
    const middle = (sharpness: number) => sharpenedBy(dot, size, sharpness)[(32 * size + 32) * 3]
    expect([middle(0), middle(1), middle(2)]).toEqual([50, 130, 210])
    expect(sharpenedBy(dot, size, 0)[(31 * size + 31) * 3]).toBe(10)
    const inverted = operate(noChange, 'invert', 1, createRandom('invert'))
    expect(largestDifference(changed(inverted, grey), changed({}, new Uint8Array(area * 3).fill(127)))).toBeLessThan(
      1e-5,
    )
  })
})

describe('RandAugment', () => {
  const only = (name: string) => Object.fromEntries(randAugmentOperations.map((one) => [one, one === name ? 1 : 0]))

  it.each(randAugmentOperations)('changes a photograph by %s alone, and not at all at magnitude 0', (name) => {
    const changedAt = (magnitude: number) =>
      changed(drawn({ randAugment: { operations: 1, magnitude, weights: only(name) } }, 1)[0] ?? {})
    expect(largestDifference(changedAt(9), changed({}))).toBeGreaterThan(0.05)
    const always = ['auto-contrast', 'equalize'].includes(name)
    if (!always) expect(largestDifference(changedAt(0), changed({}))).toBeLessThan(1e-5)
  })

  it('makes as many operations as asked for, of shape more often than of colour', () => {
    const all = drawn({ randAugment: { operations: 1, magnitude: 5 } }, 600)
    const shaped = all.filter(({ geometry }) => Object.values(geometry).join() !== '1,0,0,0,1,0').length
    const coloured = all.filter(
      ({ tones, brightness, contrast, saturation }) =>
        tones.length > 0 || brightness !== 1 || contrast !== 1 || saturation !== 1,
    ).length
    // 12 of 17 by weight, and 2.5 of 17.
    expect(Math.abs(shaped / 600 - 12 / 17)).toBeLessThan(0.06)
    expect(Math.abs(coloured / 600 - 2.5 / 17)).toBeLessThan(0.06)
    const many = drawn({ randAugment: { operations: 3, weights: only('cut-out') } }, 5)
    expect(many.map(({ holes }) => holes.length)).toEqual([3, 3, 3, 3, 3])
  })

  it('is refused where nothing may be drawn', () => {
    expect(() => settings({ randAugment: { operations: 2, weights: only('none') } })).toThrow('weight above 0')
  })
})
