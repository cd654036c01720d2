import { describe, expect, it } from 'vitest'
import { foundCurve } from './found-curve.ts'
import { selfAgreement } from './self-agreement.ts'

describe('the curve of what was found', () => {
  it('counts wrong labels reading by reading', () => {
    expect(foundCurve([true, false, true])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
    ])
    expect(foundCurve([])).toEqual([[0, 0]])
  })

  it('keeps to its points and ends with everything', () => {
    const curve = foundCurve(
      Array.from({ length: 1001 }, (_, index) => index % 2 === 0),
      11,
    )
    expect(curve.length).toBeLessThanOrEqual(12)
    expect(curve.at(-1)).toEqual([1001, 501])
  })
})

describe('agreement with oneself', () => {
  it('counts ungradable as an answer, and leaves it out of kappa', () => {
    const found = selfAgreement([
      [1, 1],
      [2, 1],
      ['ungradable', 'ungradable'],
      [3, 3],
    ])
    expect(found).toMatchObject({ n: 4, same: 3 })
    // Observed penalty 1/3, expected by the margins (1, 2, 3 against 1, 1, 3) 15/9.
    expect(found.quadraticKappa).toBeCloseTo(0.8, 12)
  })

  it('says nothing of no pair', () => {
    expect(selfAgreement([])).toEqual({ n: 0, same: 0, interval: null, quadraticKappa: Number.NaN })
  })
})
