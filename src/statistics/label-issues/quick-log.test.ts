import { expect, it } from 'vitest'
import { quickLog } from './quick-log.ts'

it('is the natural logarithm of every probability to 2e-14, and of what is none', () => {
  let worst = 0
  for (let step = 0; step <= 200_000; step++) {
    const p = step / 200_000
    if (p > 0) worst = Math.max(worst, Math.abs(quickLog(p) - Math.log(p)))
  }
  for (let power = 0; power < 100; power += 0.01)
    worst = Math.max(worst, Math.abs(quickLog(2 ** -power) - Math.log(2 ** -power)))
  for (let bin = 1; bin < 4096; bin++) {
    const edge = bin / 4096
    for (const p of [edge, edge * (1 - 2 ** -53)]) worst = Math.max(worst, Math.abs(quickLog(p) - Math.log(p)))
  }
  expect(worst).toBeLessThan(2e-14)
  expect(quickLog(1)).toBe(0)
  expect([quickLog(0), quickLog(1e-300), quickLog(2), quickLog(-1)]).toEqual([
    -Infinity,
    Math.log(1e-300),
    Math.log(2),
    NaN,
  ])
})

it('is exact near 1, where the logarithm is as small as its error elsewhere', () => {
  for (let power = 7; power < 53; power++) {
    const p = 1 - 2 ** -power
    expect(quickLog(p)).toBe(Math.log(p))
  }
})
