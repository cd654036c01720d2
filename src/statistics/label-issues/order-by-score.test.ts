import { expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { orderByScore } from './order-by-score.ts'

it('orders rows by score, equal ones as they stood', () => {
  const uniform = seededUniform(4)
  const scores = Float64Array.from({ length: 5000 }, () => {
    const value = uniform()
    return value < 0.1
      ? 0
      : value < 0.2
        ? 1
        : value < 0.3
          ? Math.round(10 * uniform()) / 10
          : uniform() * 10 ** -(9 * uniform())
  })
  const rows = Int32Array.from(scores.keys()).filter(() => uniform() < 0.7)
  const expected = [...rows].sort((a, b) => (scores[a] as number) - (scores[b] as number) || a - b)
  expect([...orderByScore(rows, scores)]).toEqual(expected)
  expect([...orderByScore(Int32Array.of(2, 0, 1), Float64Array.of(0.5, -0, 0.25))]).toEqual([1, 2, 0])
  expect([...orderByScore(new Int32Array(), scores)]).toEqual([])
})
