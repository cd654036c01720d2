import { describe, expect, it } from 'vitest'
import { Random } from '#numerics/random/counted-random.ts'
import { quadraticKappa } from '#statistics/kappa.ts'
import type { GradedOutput } from '#statistics/kappa-cuts.ts'
import { fitThresholds } from './fit-thresholds.ts'

/** Outputs that a network of a skewed scale gives: grades begin at 0, 0.4, 1.1, 2.9 and 3.3, and scatter by 0.3. */
const starts = [0.4, 1.1, 2.9, 3.3]
const random = new Random(5)
const graded: readonly GradedOutput[] = Array.from({ length: 600 }, () => {
  const position = 4.5 * random.uniform() - 0.5
  return {
    output: position + 0.3 * random.normal(),
    grade: starts.filter((start) => position >= start).length,
  }
})
const kappaWith = (cuts: readonly number[]) =>
  quadraticKappa(
    graded.map(({ grade }) => grade),
    graded.map(({ output }) => cuts.filter((cut) => output >= cut).length),
  )

describe('thresholds of a regression', () => {
  const { cuts, noise } = fitThresholds(graded, 5)

  it('agree better than halves, and no worse than those the grades were made with', () => {
    expect(kappaWith(cuts)).toBeGreaterThan(kappaWith([0.5, 1.5, 2.5, 3.5]) + 0.01)
    expect(kappaWith(cuts)).toBeGreaterThanOrEqual(kappaWith(starts) - 1e-3)
    expect(cuts).toEqual(cuts.toSorted((a, b) => a - b))
  })

  it('cannot be bettered by moving one', () => {
    const best = kappaWith(cuts)
    for (const k of cuts.keys()) {
      for (const by of [-0.3, -0.05, 0.05, 0.3])
        expect(kappaWith(cuts.with(k, (cuts[k] as number) + by))).toBeLessThanOrEqual(best + 1e-9)
    }
  })

  it('come with the width of the scatter', () => {
    expect(noise).toBeGreaterThan(0.25)
    expect(noise).toBeLessThan(0.4)
  })

  it('stay where they are where nothing tells them apart', () => {
    expect(fitThresholds([{ output: 1, grade: 1 }], 5).cuts).toEqual([0.5, 1.5, 2.5, 3.5])
    const alike = [0, 1, 2, 3].map((grade) => ({ output: 1.5, grade }))
    expect(fitThresholds(alike, 5).cuts).toEqual([0.5, 1.5, 2.5, 3.5])
    expect(() => fitThresholds([], 5)).toThrow('at least one')
  })
})
