import { describe, expect, it } from 'vitest'
import { type ActivationMapMethod, activationMap, activationMapMethods, opposedMap } from './class-activation.ts'
import { meanMap } from './mean-map.ts'
import { scaledMap } from './scaled-map.ts'

/** Two channels of 1 x 3 places. */
const view = {
  channels: 2,
  height: 1,
  width: 3,
  activations: Float32Array.of(4, 0, 2, 0, 1, 0),
  gradients: Float32Array.of(3, 3, -3, -1, -1, -1),
}

const values = (method: ActivationMapMethod, gradients = view.gradients) => [
  ...activationMap({ ...view, gradients }, method).values,
]

describe('a class activation map', () => {
  it('weighs each channel by its mean gradient in Grad-CAM', () => {
    // Weights 1 and −1.
    expect(values('grad-cam')).toEqual([4, -1, 2])
  })

  it('weighs each place by its own gradient in HiRes-CAM and by its positive one in Layer-CAM', () => {
    expect(values('hires-cam')).toEqual([12, -1, -6])
    expect(values('layer-cam', Float32Array.of(1, 1, 3, -1, -1, -1))).toEqual([4, 0, 6])
  })

  it('weighs a channel by its positive gradients in Grad-CAM++', () => {
    // First channel: ΣA = 6, α·relu(g) = 2 · 9/(18 + 162) · 3 = 0.3; the second has no positive gradient.
    for (const [place, value] of values('grad-cam++').entries()) expect(value).toBeCloseTo([1.2, 0, 0.6][place] ?? 0, 5)
  })
})

describe('a map of two sides', () => {
  it('is that of the one side where a method has both, and the other way round for the opposite question', () => {
    const opposed = (method: ActivationMapMethod) => [...scaledMap(opposedMap(view, method), 'two').values]
    expect(opposed('grad-cam')).toEqual([1, -0.25, 0.5])
    expect(opposed('hires-cam')).toEqual([1, -1 / 12, -0.5].map(Math.fround))
    const opposite = { ...view, gradients: view.gradients.map((gradient) => -gradient) }
    for (const method of activationMapMethods) {
      const there = opposedMap(view, method).values
      expect(opposedMap(opposite, method).values).toEqual(there.map((value) => -value))
    }
  })

  it('shows both sides by methods that only weigh what is positive', () => {
    const both = opposedMap({ ...view, gradients: Float32Array.of(1, 1, -3, -1, -1, -1) }, 'layer-cam').values
    // 4·1 at the first place; 1·1 against at the second; 2·3 against at the third.
    expect([...both]).toEqual([4, -1, -6])
  })
})

describe('a map', () => {
  it('is scaled to its largest, without what speaks against; nothing stays nothing', () => {
    const map = { width: 3, height: 1, values: Float32Array.of(4, -1, 2) }
    expect([...scaledMap(map).values]).toEqual([1, 0, 0.5])
    const silent = { ...map, values: Float32Array.of(0, -1, 0) }
    expect([...scaledMap(silent).values]).toEqual([0, 0, 0])
  })

  it('of two sides keeps both, scaled to the larger', () => {
    const map = { width: 3, height: 1, values: Float32Array.of(4, -8, 2) }
    expect([...scaledMap(map, 'two').values]).toEqual([0.5, -1, 0.25])
    expect([...meanMap([map, { ...map, values: Float32Array.of(-1, 0, 0) }], 'two').values]).toEqual([-0.5, -1, 0.25])
  })

  it('is refused where the model gives no numbers', () => {
    const broken = { width: 2, height: 1, values: Float32Array.of(1, Number.NaN) }
    expect(() => scaledMap(broken)).toThrow(expect.objectContaining({ code: 'compute_failed' }))
  })

  it('of several is their mean, each scaled first, on the grid of the finest', () => {
    const coarse = { width: 2, height: 1, values: Float32Array.of(5, 0) }
    const fine = { width: 4, height: 1, values: Float32Array.of(0, 0, 0, 100) }
    // Between the centres of the coarse cells, at 1/4 and 3/4 of the way.
    const mean = meanMap([coarse, fine])
    expect([mean.width, mean.height]).toEqual([4, 1])
    const expected = [1, 0.75, 0.25, 1]
    for (const [place, value] of mean.values.entries()) expect(value).toBeCloseTo(expected[place] ?? 0, 6)
    expect(meanMap([coarse]).values).toEqual(Float32Array.of(1, 0))
  })
})
