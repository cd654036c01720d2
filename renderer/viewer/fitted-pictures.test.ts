import { describe, expect, it } from 'vitest'
import { fittedKey } from './fitted-pictures.ts'

const photograph = { width: 4288, height: 2848 }

describe('the picture scaled to the stage', () => {
  it('has exactly the pixels that the whole photograph takes on the screen', () => {
    expect(fittedKey('/p', photograph, 2048, { width: 1012, height: 900 }, 1)).toBe('/p#1000x664')
    expect(fittedKey('/p', photograph, 2048, { width: 512, height: 900 }, 2)).toBe('/p#1000x664')
  })

  it('is not made where the preview holds no more than that', () => {
    expect(fittedKey('/p', photograph, 2048, { width: 2100, height: 2000 }, 1)).toBeNull()
    expect(fittedKey('/p', { width: 900, height: 900 }, 900, { width: 1000, height: 1000 }, 1)).toBeNull()
    expect(fittedKey('/p', photograph, 2048, { width: 1, height: 1 }, 1)).toBeNull()
  })
})
