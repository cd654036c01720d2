import { expect, it } from 'vitest'
import { reviewEffort } from './review-effort.ts'

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
