import { describe, expect, it } from 'vitest'
import { PaceClock } from './pace.ts'

describe('the pace of a stage', () => {
  it('is told once a second of it has been seen, and starts anew with the next stage', () => {
    let nowMs = 0
    const pace = new PaceClock(() => nowMs)
    expect(pace.secondsLeft({ stage: 'a', done: 10, total: 110 })).toBeNull()
    nowMs = 500
    expect(pace.secondsLeft({ stage: 'a', done: 20, total: 110 })).toBeNull()
    nowMs = 2000
    expect(pace.secondsLeft({ stage: 'a', done: 30, total: 110 })).toBe(8)
    expect(pace.secondsLeft({ stage: 'b', done: 0, total: 5 })).toBeNull()
  })
})
