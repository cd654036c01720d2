import { describe, expect, it } from 'vitest'
import { rateOf } from './run-rate.ts'

describe('the rate of a run', () => {
  it('is what was done over the time it took', () => {
    expect(
      rateOf([
        { atMs: 1000, done: 20 },
        { atMs: 2000, done: 70 },
        { atMs: 3000, done: 120 },
      ]),
    ).toBe(50)
  })

  it('is not told from one sample, nor from an instant', () => {
    expect(rateOf([])).toBeNull()
    expect(rateOf([{ atMs: 0, done: 1 }])).toBeNull()
    expect(
      rateOf([
        { atMs: 0, done: 0 },
        { atMs: 100, done: 30 },
      ]),
    ).toBeNull()
  })
})
