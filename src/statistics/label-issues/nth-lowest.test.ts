import { expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { nthLowest } from './nth-lowest.ts'

it('gives what sorting gives, ties or not', () => {
  const uniform = seededUniform(1)
  for (let n = 1; n <= 60; n++) {
    for (const values of [
      Float64Array.from({ length: n }, () => uniform()),
      Float64Array.from({ length: n }, () => Math.floor(uniform() * 4) / 4),
      new Float64Array(n),
      Float64Array.from({ length: n }, (_, index) => (n - index) / n),
    ]) {
      const given = values.slice()
      const found = values.map((_, place) => nthLowest(values, place).value)
      expect(found).toEqual(values.toSorted())
      expect(values).toEqual(given)
    }
  }
})

it('gives the same of many values, and how many lie below', () => {
  const uniform = seededUniform(2)
  const n = 10_000
  for (const values of [
    Float64Array.from({ length: n }, () => 2 * uniform() - 1),
    Float64Array.from({ length: n }, () => Math.floor(uniform() * 5) / 2 - 1),
    Float64Array.from({ length: n }, () => 1e-6 * uniform()),
    new Float64Array(n).fill(1),
    new Float64Array(n).fill(-1),
  ]) {
    const sorted = values.toSorted()
    for (const place of [0, 1, 2500, 5000, n - 2, n - 1]) {
      const value = sorted[place] as number
      expect(nthLowest(values, place)).toEqual({ value, below: sorted.indexOf(value) })
    }
  }
})
