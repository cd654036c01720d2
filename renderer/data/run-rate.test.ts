import { describe, expect, it } from 'vitest'
import { failureOf, rateOf } from './run-rate.ts'

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

it('a failure is told of a run that failed and of one that was interrupted by it, in its own words', () => {
  const error = { code: 'compute_failed', message: 'The compute process was ended by SIGKILL.', details: {} }
  for (const state of ['failed', 'interrupted'] as const) expect(failureOf({ state, error })).toBe(error.message)
  for (const state of ['cancelled', 'queued', 'done'] as const) expect(failureOf({ state, error: null })).toBeNull()
  expect(failureOf({ state: 'interrupted', error: null })).toBeNull()
})
