import { describe, expect, it } from 'vitest'
import { type ActivationMapMethod, activationMap } from './class-activation.ts'
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

describe('a map', () => {
  it('is scaled to its largest, without what speaks against; nothing stays nothing', () => {
    const map = { width: 3, height: 1, values: Float32Array.of(4, -1, 2) }
    expect([...scaledMap(map).values]).toEqual([1, 0, 0.5])
    const silent = { ...map, values: Float32Array.of(0, -1, 0) }
    expect([...scaledMap(silent).values]).toEqual([0, 0, 0])
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
