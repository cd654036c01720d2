import { describe, expect, it } from 'vitest'
import { clockTime, duration } from './time.ts'

describe('time in words', () => {
  it('says a stretch as one would say it', () => {
    expect([0, 8.4, 60, 200, 720, 3600, 7500].map(duration)).toEqual([
      '0 s',
      '8 s',
      '1 min',
      '3 min 20 s',
      '12 min',
      '1 h',
      '2 h 5 min',
    ])
  })

  it('shows a moment with its seconds', () => {
    expect(clockTime(new Date(2026, 0, 5, 12, 3, 9))).toBe('12:03:09')
  })
})
