import { expect, it } from 'vitest'
import { logarithmic, powersOfTen, straight, ticks } from './scale.ts'

it('ticks are round numbers within the range', () => {
  expect(ticks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(ticks([0, 86])).toEqual([0, 20, 40, 60, 80])
  expect(ticks([-0.3, 0.3], 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
  expect(ticks([3, 3])).toEqual([3])
})

it('what is counted has no ticks between whole numbers', () => {
  expect(ticks([0, 2], 5, true)).toEqual([0, 1, 2])
  expect(ticks([0, 1200], 5, true)).toEqual([0, 200, 400, 600, 800, 1000, 1200])
  expect(ticks([0, 257], 5, true)).toEqual([0, 50, 100, 150, 200, 250])
})

it('a straight map keeps proportions, upside down too', () => {
  const y = straight([0, 10], [200, 0])
  expect([y(0), y(5), y(10)]).toEqual([200, 100, 0])
  expect(straight([4, 4], [0, 9])(4)).toBe(0)
})

it('factors of ten lie equally far apart, and only whole powers are written', () => {
  const x = logarithmic([1e-4, 1], [0, 400])
  expect([1e-4, 1e-3, 1e-2, 0.1, 1].map((value) => Math.round(x(value)))).toEqual([0, 100, 200, 300, 400])
  expect(powersOfTen([2e-5, 0.3]).map((value) => value.toExponential(0))).toEqual(['1e-4', '1e-3', '1e-2', '1e-1'])
  expect(powersOfTen([2, 5])).toEqual([])
})
