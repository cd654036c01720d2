import { describe, expect, it } from 'vitest'
import { usualLayer } from './usual-layer.ts'

const layers = (...sides: readonly number[]) =>
  sides.map((side, place) => ({ name: `${place}`, value: `${place}`, channels: 8, height: side, width: side }))

describe('the layer that is looked at where none is named', () => {
  it('is the last with cells enough near the classes, and the last of the finest that are not too fine near the photograph', () => {
    const offered = layers(112, 112, 56, 56, 28, 14, 7)
    expect(usualLayer('deep', offered)?.name).toBe('6')
    expect(usualLayer('fine', offered)?.name).toBe('3')
    expect(usualLayer('deep', layers(48, 24, 12, 6, 3))?.name).toBe('3')
    expect(usualLayer('fine', layers(228, 57, 29, 15))?.name).toBe('1')
  })

  it('is some layer of any network that has one', () => {
    expect(usualLayer('deep', layers(4, 2))?.name).toBe('1')
    expect(usualLayer('fine', layers(4, 2))?.name).toBe('0')
    expect(usualLayer('fine', layers(128, 128))?.name).toBe('1')
    expect(usualLayer('fine', [])).toBeUndefined()
  })
})
