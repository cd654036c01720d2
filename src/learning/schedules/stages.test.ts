import { describe, expect, it } from 'vitest'
import { stagesOf } from './stages.ts'

const recipe = {
  size: 440,
  sizes: [
    { size: 240, epochs: 3 },
    { size: 360, epochs: 2 },
  ],
  phases: [
    { epochs: 1, freeze: 'backbone' as const },
    { epochs: 3, freeze: 'backbone-except-batch-norm' as const },
  ],
}

describe('the stages of a fit', () => {
  it('change where the size or what is frozen changes; only the latter starts the optimizer anew', () => {
    const stages = stagesOf(recipe, 8, true)
    expect(stages.map(({ from, to, size, freeze, anew }) => [from, to, size, freeze, anew])).toEqual([
      [0, 1, 240, 'backbone', true],
      [1, 3, 240, 'backbone-except-batch-norm', true],
      [3, 4, 360, 'backbone-except-batch-norm', false],
      [4, 5, 360, 'none', true],
      [5, 8, 440, 'none', false],
    ])
  })

  it('freeze nothing in a fit from scratch, and end with the fit', () => {
    expect(stagesOf(recipe, 4, false).map(({ from, to, size, freeze }) => [from, to, size, freeze])).toEqual([
      [0, 3, 240, 'none'],
      [3, 4, 360, 'none'],
    ])
    expect(stagesOf({ size: 96, sizes: [], phases: [] }, 36, true)).toEqual([
      { size: 96, freeze: 'none', from: 0, to: 36, anew: true },
    ])
  })
})
