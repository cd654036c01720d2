import { describe, expect, it } from 'vitest'
import { histogramPath } from './histogram-path.ts'

describe('the outline of a histogram', () => {
  it('rises to its highest bin and closes at the ground', () => {
    expect(histogramPath([0, 4, 1], 3, 10)).toBe('M0 10L0 10L1 10L1 0L2 0L2 5L3 5L3 10Z')
  })

  it('is flat where nothing was counted', () => {
    expect(histogramPath([0, 0], 2, 10)).toBe('M0 10L0 10L1 10L1 10L2 10L2 10Z')
  })
})
