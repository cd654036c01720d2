import { expect, it } from 'vitest'
import { meanInterval } from './mean-interval.ts'

it('is the mean and Student’s interval', () => {
  // Mean 3, deviation √2.5, 2.776 times that over √5.
  expect(meanInterval([1, 2, 3, 4, 5])).toEqual({
    mean: 3,
    interval: [expect.closeTo(3 - 1.9629, 3), expect.closeTo(3 + 1.9629, 3)],
  })
  expect(meanInterval([0.4])).toEqual({ mean: 0.4, interval: null })
  expect(meanInterval([])).toEqual({ mean: Number.NaN, interval: null })
})
