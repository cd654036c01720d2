import { describe, expect, it } from 'vitest'
import { learningRateAt } from './schedule.ts'

const rates = (schedule: 'constant' | 'cosine' | 'one-cycle', steps = 100) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(schedule, 0.01, step, steps))

describe('learning rate', () => {
  it('stays where it is when constant', () => {
    expect(new Set(rates('constant'))).toEqual(new Set([0.01]))
  })

  it('rises in the first 5 % of a cosine to the peak and falls to nearly nothing', () => {
    const all = rates('cosine')
    expect(Math.max(...all)).toBe(0.01)
    expect(all.indexOf(0.01)).toBe(4)
    expect(all[52]).toBeCloseTo(0.005, 3)
    expect(all.slice(5)).toEqual([...all.slice(5)].sort((a, b) => b - a))
    expect(all[99]).toBeGreaterThan(0)
    expect(all[99]).toBeLessThan(1e-5)
  })

  it('starts one cycle at a 25th, peaks after 30 % and ends at a 10,000th', () => {
    const all = rates('one-cycle')
    expect(all[0]).toBeCloseTo(0.0004, 12)
    expect(all[30]).toBeCloseTo(0.01, 12)
    expect(Math.max(...all)).toBe(all[30])
    expect(all[99]).toBeCloseTo(1e-6, 12)
  })

  it('is positive and finite for fits of very few steps', () => {
    for (const schedule of ['cosine', 'one-cycle'] as const) {
      for (const steps of [1, 2, 3]) {
        for (const rate of rates(schedule, steps)) {
          expect(rate).toBeGreaterThan(0)
          expect(rate).toBeLessThanOrEqual(0.01)
        }
      }
    }
  })
})
