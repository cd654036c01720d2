import { describe, expect, it } from 'vitest'
import { kappaInterval, linearKappa, quadraticKappa } from './kappa.ts'

const a = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
const b = [0, 1, 1, 2, 2, 2, 3, 4, 4, 4]

describe('quadratic kappa', () => {
  it('is 1 for full agreement and −1 for a complete reversal', () => {
    expect(quadraticKappa(a, a)).toBe(1)
    expect(quadraticKappa([0, 4], [4, 0])).toBe(-1)
  })

  it('is 0 where one rater always gives the same grade', () => {
    expect(
      quadraticKappa(
        a,
        a.map(() => 2),
      ),
    ).toBe(0)
    expect(quadraticKappa([3, 3, 3], [3, 3, 1])).toBe(0)
  })

  it('is NaN where both gave one and the same grade throughout, and of nothing', () => {
    expect(quadraticKappa([2, 2], [2, 2])).toBeNaN()
    expect(quadraticKappa([], [])).toBeNaN()
  })

  it('counts a miss by two grades four times, the linear one twice', () => {
    // By hand: weights observed 4, expected (2 + 3 + 12 + 1) / 4 = 4.5; linear 2 and (2 + 3 + 6 + 1) / 4 = 3.
    expect(quadraticKappa([0, 0, 1, 2], [0, 0, 1, 0], 3)).toBeCloseTo(1 / 9, 12)
    expect(linearKappa([0, 0, 1, 2], [0, 0, 1, 0], 3)).toBeCloseTo(1 / 3, 12)
  })

  it('refuses lists of different length and grades off the scale', () => {
    expect(() => quadraticKappa([0, 1], [0])).toThrow(expect.objectContaining({ code: 'length_mismatch' }))
    expect(() => quadraticKappa([0, 5], [0, 1])).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})

describe('the interval of kappa', () => {
  it('holds the kappa, is the same for a seed and another for another', () => {
    const interval = kappaInterval(a, b, { seed: 7 })
    const kappa = quadraticKappa(a, b)
    expect(interval[0]).toBeLessThan(kappa)
    expect(interval[1]).toBeGreaterThanOrEqual(kappa)
    expect(kappaInterval(a, b, { seed: 7 })).toEqual(interval)
    expect(kappaInterval(a, b, { seed: 8 })).not.toEqual(interval)
  })

  it('draws patients whole: two copies of every case in one group change nothing', () => {
    const single = kappaInterval(a, b, { seed: 3, groups: a.map((_, index) => index) })
    const pairs = kappaInterval([...a, ...a], [...b, ...b], {
      seed: 3,
      groups: [...a, ...a].map((_, index) => index % a.length),
    })
    expect(pairs[0]).toBeCloseTo(single[0], 12)
    expect(pairs[1]).toBeCloseTo(single[1], 12)
  })

  it('is undefined where every resample is', () => {
    expect(kappaInterval([1, 1], [1, 1], { seed: 1 })).toEqual([Number.NaN, Number.NaN])
    expect(kappaInterval([], [], { seed: 1 })).toEqual([Number.NaN, Number.NaN])
  })
})
