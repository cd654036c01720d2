import { expect, it } from 'vitest'
import { seededUniform } from '../random.ts'
import { nthLowest } from './nth-lowest.ts'

it('gives what sorting gives, ties or not', () => {
  const uniform = seededUniform(1)
  for (let n = 1; n <= 60; n++) {
    for (const values of [
      Float64Array.from({ length: n }, () => uniform()),
      Float64Array.from({ length: n }, () => Math.floor(uniform() * 4)),
      new Float64Array(n),
      Float64Array.from({ length: n }, (_, index) => n - index),
    ]) {
      const given = values.slice()
      const found = values.map((_, place) => nthLowest(values, place))
      expect(found).toEqual(values.toSorted())
      expect(values).toEqual(given)
    }
  }
})
