import { expect, it } from 'vitest'
import { reviewEffort, reviewEffortIntervals } from './review-effort.ts'

it('counts reviews until half, most and nearly all of the wrong labels have been seen', () => {
  const order = Array.from({ length: 40 }, (_, index) => index % 4 === 0)
  // Wrong at places 1, 5, 9, …, 37.
  expect(reviewEffort(order)).toMatchObject({ reviewsTo50: 17, reviewsTo80: 29, reviewsTo95: 37 })
  expect(reviewEffort([true, true, false])).toMatchObject({ averagePrecision: 1, reviewsTo95: 2 })
  expect(reviewEffort([false, true]).averagePrecision).toBe(0.5)
  expect(reviewEffort([false])).toEqual({
    ...{ averagePrecision: Number.NaN, reviewsTo50: null, reviewsTo80: null, reviewsTo95: null },
  })
})

it('tells how well the figures are known', () => {
  const wrong = Array.from({ length: 400 }, (_, index) => index % 40 === 0)
  const { averagePrecision, reviewsTo80 } = reviewEffortIntervals(wrong, 1)
  const { averagePrecision: precision, reviewsTo80: reviews } = reviewEffort(wrong)
  expect(averagePrecision?.[0]).toBeLessThan(precision)
  expect(averagePrecision?.[1]).toBeGreaterThan(precision)
  // Ten wrong labels over 400 places: the eighth is where a tenth of them more or less would put it.
  expect(reviewsTo80?.[0]).toBeGreaterThan((reviews ?? 0) - 200)
  expect(reviewsTo80?.[0]).toBeLessThan(reviews ?? 0)
  expect(reviewsTo80?.[1]).toBeGreaterThan(reviews ?? 0)
  const all = reviewEffortIntervals([true, true, true], 1)
  expect(all.averagePrecision).toEqual([1, 1])
  expect(reviewEffortIntervals([false, false], 1).reviewsTo50).toBeNull()
})
