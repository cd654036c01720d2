import { expect, it } from 'vitest'
import { shareOfPercent } from './share-of-percent.ts'

it('a typed rate is taken with a point or a comma, above 0 and below 100', () => {
  expect(shareOfPercent('2.5')).toBe(0.025)
  expect(shareOfPercent(' 0,5 ')).toBe(0.005)
  for (const text of ['', '0', '100', '-1', 'two', 'other']) expect(shareOfPercent(text), text).toBeNull()
})
