import { describe, expect, it } from 'vitest'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { findRetina } from '#imaging/retina.ts'
import { enhancements } from '#shared/enhancement.ts'
import { enhancementNames, enhancementOf } from './enhancements.ts'

const photograph = makePhotograph({ seed: 'enhance', size: 200, grade: 2 })
const retina = findRetina(photograph)

describe('the operations of enhance', () => {
  it('are those of recipes, and the crop', () => {
    expect([...enhancementNames].sort()).toEqual([...enhancements.filter((name) => name !== 'none'), 'crop'].sort())
  })

  it.each(enhancementNames)('%s gives another picture of the photograph', (name) => {
    const enhanced = enhancementOf(name, {})(photograph, retina)
    expect(enhanced.data).toHaveLength(enhanced.width * enhanced.height * 3)
    expect(enhanced.data).not.toEqual(photograph.data)
  })

  it('crop to the square about the retina, pixel for pixel', () => {
    const { width, height, data } = enhancementOf('crop', {})(photograph, retina)
    expect(width).toBe(height)
    expect(Math.abs(width - 2 * (retina?.radiusPx ?? 0))).toBeLessThanOrEqual(1)
    const left = Math.round((retina?.centreX ?? 0) - (retina?.radiusPx ?? 0))
    const top = Math.round((retina?.centreY ?? 0) - (retina?.radiusPx ?? 0))
    const middle = width >> 1
    const from = ((middle + top) * 200 + middle + left) * 3
    expect([...data.subarray((middle * width + middle) * 3, (middle * width + middle) * 3 + 3)]).toEqual([
      ...photograph.data.subarray(from, from + 3),
    ])
  })

  it('take their settings, and refuse others with a sentence', () => {
    expect(enhancementOf('gamma', { gamma: '1' })(photograph, retina).data).toEqual(photograph.data)
    expect(() => enhancementOf('gamma', { light: '1' })).toThrow('(settings: gamma)')
    expect(() => enhancementOf('clahe', { tiles: '2.5' })).toThrow('enhance clahe: tiles')
    expect(() => enhancementOf('red-free', { gamma: '1' })).toThrow('(settings: none)')
  })
})
