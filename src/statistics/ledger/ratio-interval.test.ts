import { expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { ratioInterval } from './ratio-interval.ts'

it('holds the true ratio about 95 times in a hundred, of few cases and rare ones, too', () => {
  const uniform = seededUniform(1)
  const draw = (chance: number, cases: number) => {
    let found = 0
    for (let index = 0; index < cases; index++) if (uniform() < chance) found++
    return { found, cases }
  }
  for (const [p, n, q, m] of [
    [0.5, 100, 0.15, 40],
    [0.3, 400, 0.1, 30],
    [0.2, 50, 0.2, 50],
    [0.9, 60, 0.3, 20],
  ] as const) {
    let covered = 0
    const runs = 2000
    for (let run = 0; run < runs; run++) {
      const [low, high] = ratioInterval(draw(p, n), draw(q, m))
      if (low <= p / q && p / q <= high) covered++
    }
    expect(covered / runs).toBeGreaterThan(0.93)
    expect(covered / runs).toBeLessThan(0.985)
  }
})

it('turned about is one over the same', () => {
  const [low, high] = ratioInterval({ found: 12, cases: 40 }, { found: 5, cases: 60 })
  const [least, most] = ratioInterval({ found: 5, cases: 60 }, { found: 12, cases: 40 })
  expect(low).toBeCloseTo(1 / most, 12)
  expect(high).toBeCloseTo(1 / least, 12)
  expect(low).toBeGreaterThan(1)
})

it('begins at none where none was found, and has no end beside none', () => {
  expect(ratioInterval({ found: 0, cases: 40 }, { found: 5, cases: 60 })[0]).toBe(0)
  expect(ratioInterval({ found: 3, cases: 40 }, { found: 0, cases: 60 })[1]).toBe(Number.POSITIVE_INFINITY)
})
