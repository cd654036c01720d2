import { describe, expect, it } from 'vitest'
import { rateCurve, rateSuggestions } from './rate-curve.ts'

describe('the curve of a search for a learning rate', () => {
  it('is shown until it has left through the top', () => {
    const losses = [1.6, 1.6, 1.2, 1.5, 2, 9, 20, 40, 80]
    const rates = losses.map((_, place) => 1e-6 * 10 ** place)
    const { data, xRange, yRange } = rateCurve({ rates, losses, steepest: 1e-5, minimumTenth: 1e-5 })
    expect(data).toEqual([rates, losses])
    expect(xRange).toEqual([1e-6, rates[7]])
    expect(yRange[0]).toBeCloseTo(1.1, 10)
    expect(yRange[1]).toBeCloseTo(2.4, 10)
  })

  it('has both suggestions, to two digits, and one where the loss never fell', () => {
    const found = { rates: [], losses: [], steepest: 0.0040423, minimumTenth: 6.2799e-5 }
    expect(rateSuggestions(found).map(({ at }) => at)).toEqual([0.004, 6.3e-5])
    expect(rateSuggestions({ ...found, steepest: null }).map(({ at }) => at)).toEqual([6.3e-5])
  })
})
