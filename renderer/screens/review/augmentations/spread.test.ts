import { describe, expect, it } from 'vitest'
import { expectedGrade, spreadSentence } from './spread.ts'

const moderate = [0, 0.2, 0.7, 0.1, 0] as const
const mild = [0.1, 0.6, 0.3, 0, 0] as const
const severe = [0, 0, 0.4, 0.6, 0] as const

describe('how far changes move the grade', () => {
  it('is measured by the mean of the grades', () => {
    expect(expectedGrade(moderate)).toBeCloseTo(1.9, 12)
    expect(expectedGrade([0, 0, 0, 0, 1])).toBe(4)
  })

  it('is not told of the photograph alone', () => {
    expect(spreadSentence([])).toBeNull()
    expect(spreadSentence([moderate])).toBeNull()
  })

  it('says under how many changes the grade stays, and what else is said', () => {
    expect(spreadSentence([moderate, moderate, mild, severe, mild])).toBe(
      '2 Moderate under 1 of 4 changes, 1 Mild under 2, 3 Severe under 1. Expected grade 1.20 to 2.60, 1.90 as it is.',
    )
  })

  it('says so where nothing moves it', () => {
    expect(spreadSentence([moderate, moderate])).toBe(
      '2 Moderate under 1 of 1 changes. Expected grade 1.90 to 1.90, 1.90 as it is.',
    )
  })
})
