import { describe, expect, it } from 'vitest'
import { replacedProject } from './replaced-project.ts'

describe('a project file that is replaced, removed or robbed of its log while it is graded in', () => {
  it('has every acknowledged decision in a file that the refusal names', async () => {
    const figures = await replacedProject({ seed: 14, times: 9 })
    expect(figures.replaced + figures.removed + figures.withoutLog).toBe(9)
    expect(figures.refused).toBe(45)
    expect(figures).toMatchObject({ acknowledgedAfter: 0, lost: 0, badSentences: 0 })
  })
})
