import { expect, it } from 'vitest'
import { batchesUpTo, largestFitting } from './batch-to-fit.ts'

/** A step that holds 100 bytes, and 10 more a photograph. */
function straight(tried: number[], failsFrom = Number.POSITIVE_INFINITY) {
  return async (batch: number) => {
    tried.push(batch)
    return batch >= failsFrom ? null : 100 + 10 * batch
  }
}

it('is the largest power of two that stays within the limit', async () => {
  const found = async (limit: number, most = 64) => await largestFitting(batchesUpTo(most), limit, straight([]))
  expect(await found(10_000)).toBe(64)
  expect(await found(10_000, 48)).toBe(32)
  expect(await found(10_000, 1)).toBe(1)
  expect(await found(420)).toBe(32)
  expect(await found(419)).toBe(16)
  expect(await found(110)).toBe(1)
  expect(await found(109)).toBeUndefined()
})

it('does not try what would not fit', async () => {
  const tried: number[] = []
  expect(await largestFitting(batchesUpTo(256), 300, straight(tried))).toBe(16)
  expect(tried).toEqual([1, 2, 4, 8, 16])
})

it('stops below a step that fails, where memory is not what it shows', async () => {
  const tried: number[] = []
  expect(await largestFitting(batchesUpTo(64), 10_000, straight(tried, 8))).toBe(4)
  expect(tried).toEqual([1, 2, 4, 8])
})
