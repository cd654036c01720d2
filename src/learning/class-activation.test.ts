import { describe, expect, it } from 'vitest'
import { activationMap, activationMapMethods } from './class-activation.ts'

/** Two channels of 1 x 3 places. */
const view = {
  channels: 2,
  height: 1,
  width: 3,
  activations: Float32Array.of(4, 0, 2, 0, 1, 0),
  gradients: Float32Array.of(3, 3, -3, -1, -1, -1),
}

describe('a class activation map', () => {
  it('weighs each channel by its mean gradient in Grad-CAM, and leaves out what speaks against', () => {
    // Weights 1 and −1: 4, −1, 2.
    expect([...activationMap(view, 'grad-cam')]).toEqual([1, 0, 0.5])
  })

  it('weighs each place by its own gradient in HiRes-CAM and by its positive one in Layer-CAM', () => {
    expect([...activationMap(view, 'hires-cam')]).toEqual([1, 0, 0])
    const gradients = Float32Array.of(1, 1, 3, -1, -1, -1)
    expect([...activationMap({ ...view, gradients }, 'layer-cam')]).toEqual([4 / 6, 0, 1].map(Math.fround))
  })

  it('weighs a channel by its positive gradients in Grad-CAM++', () => {
    // First channel: ΣA = 6, α·relu(g) = 2 · 9/(18 + 162) · 3; the second has no positive gradient.
    expect([...activationMap(view, 'grad-cam++')]).toEqual([1, 0, 0.5])
  })

  it('lies in 0..1 for every method, and is all 0 where nothing speaks for the grade', () => {
    const silent = { ...view, gradients: new Float32Array(6) }
    for (const method of activationMapMethods) {
      expect(Math.max(...activationMap(view, method))).toBe(1)
      expect([...activationMap(silent, method)]).toEqual([0, 0, 0])
    }
  })

  it('is refused where the model gives no numbers', () => {
    const broken = { ...view, activations: new Float32Array(6).fill(Number.NaN) }
    expect(() => activationMap(broken, 'hires-cam')).toThrow(expect.objectContaining({ code: 'compute_failed' }))
  })
})
