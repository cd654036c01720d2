import { describe, expect, it } from 'vitest'
import { suspicion } from './label-suspicion.ts'

describe('suspicion of a label', () => {
  it('says in a sentence what the model gives the label and what it expects', () => {
    const found = suspicion(1, [0.05, 0.04, 0.81, 0.08, 0.02])
    expect(found.sentence).toBe('The model gives Mild 4 % and expects Moderate (81 %).')
    expect(found.suggested).toBe(2)
    expect(found.terms.selfConfidence).toBe(0.04)
    expect(found.terms.margin).toBeCloseTo(-0.77, 12)
    expect(found.terms.gradeDistance).toBeCloseTo(0.98, 12)
  })

  it('says so where the model agrees', () => {
    expect(suspicion(2, [0.05, 0.1, 0.8, 0.03, 0.02]).sentence).toBe('The model agrees with Moderate (80 %).')
  })

  it('never rounds a small chance to nothing', () => {
    expect(suspicion(1, [0, 0.004, 0.996, 0, 0]).sentence).toBe(
      'The model gives Mild under 1 % and expects Moderate (over 99 %).',
    )
  })

  it('goes from 0 for a label the model is sure of to 1 for one it rules out', () => {
    expect(suspicion(1, [0, 1, 0, 0, 0]).score).toBe(0)
    expect(suspicion(1, [0, 0, 1, 0, 0]).score).toBe(1)
  })

  it('puts the label with one clear rival before one believed as little among many', () => {
    const rival = suspicion(1, [0.01, 0.2, 0.78, 0.01, 0])
    const spread = suspicion(1, [0.2, 0.2, 0.2, 0.2, 0.2])
    expect(rival.score).toBeGreaterThan(spread.score)
  })

  it('refuses anything but five probabilities', () => {
    expect(() => suspicion(1, [0.5, 0.5])).toThrow(expect.objectContaining({ code: 'length_mismatch' }))
  })
})
