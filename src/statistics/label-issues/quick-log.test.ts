import { expect, it } from 'vitest'
import { quickLog } from './quick-log.ts'

it('is the natural logarithm to 1e-14, over every bin and beyond them', () => {
  let worst = 0
  const compare = (value: number) => {
    worst = Math.max(worst, Math.abs(quickLog(value) - Math.log(value)))
  }
  for (let step = 1; step <= 200_000; step++) compare(step / 200_000)
  for (let power = -60; power < 60; power += 0.001) compare(2 ** power)
  for (let power = -22; power < 22; power++)
    for (let bin = 0; bin < 256; bin++) {
      const edge = 2 ** power * (1 + bin / 256)
      compare(edge)
      compare(edge * (1 - 2 ** -53))
    }
  expect(worst).toBeLessThan(1e-14)
})

it('is what Math.log says of what is no positive number, or out of its tables', () => {
  const others = [0, 1e-300, 1e300, -1, Number.POSITIVE_INFINITY, Number.NaN]
  expect(others.map(quickLog)).toEqual(others.map(Math.log))
})

it('is exact near 1, where the logarithm is as small as its error elsewhere', () => {
  for (let power = 7; power < 53; power++)
    for (const near of [1 - 2 ** -power, 1 + 2 ** -power]) expect(quickLog(near)).toBe(Math.log(near))
})
