import { describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import type { Sample } from './dataset.ts'
import { balancingWeights, epochBatches } from './sampler.ts'

function samples(counts: readonly number[]): Sample[] {
  return grades.flatMap((grade: Grade) =>
    Array.from({ length: counts[grade] ?? 0 }, (_, index) => {
      const hash = `${grade}-${index}`
      return { hash, path: hash, group: hash, grade, target: grades.map((one) => (one === grade ? 1 : 0)) }
    }),
  )
}

describe('an epoch', () => {
  it('shows every photograph once, in whole batches, topped up from its start', () => {
    const batches = epochBatches(samples([10, 5, 5, 2, 1]), { batch: 8, balanced: false, seed: 1 })
    expect(batches.map((batch) => batch.length)).toEqual([8, 8, 8])
    const shown = batches.flat()
    expect(new Set(shown.map((draw) => draw.sample.hash)).size).toBe(23)
    expect(shown.at(-1)?.copy).toBe(1)
    expect(shown.at(-1)?.sample.hash).toBe(shown[0]?.sample.hash)
  })

  it('has about as many of each grade when balanced, and about its usual length', () => {
    const all = samples([160, 20, 60, 12, 8])
    const shown = epochBatches(all, { batch: 4, balanced: true, seed: 1 }).flat()
    expect(Math.abs(shown.length - all.length)).toBeLessThan(12)
    for (const grade of grades) {
      const count = shown.filter((draw) => draw.sample.grade === grade).length
      expect(Math.abs(count - 52)).toBeLessThanOrEqual(6)
    }
    // 52 of 8: six whole copies each, and half of them once more.
    const rare = shown.filter((draw) => draw.sample.hash === '4-0').map((draw) => draw.copy)
    expect(rare.length).toBeGreaterThanOrEqual(6)
    expect(new Set(rare).size).toBe(rare.length)
  })

  it('is the same for a seed and another for another', () => {
    const all = samples([10, 10, 10, 10, 10])
    const options = { batch: 5, balanced: true, seed: 3 }
    expect(epochBatches(all, options)).toEqual(epochBatches(all, options))
    expect(epochBatches(all, { ...options, seed: 4 })).not.toEqual(epochBatches(all, options))
  })

  it('fills one batch from fewer photographs than it holds', () => {
    const batches = epochBatches(samples([1, 1, 1]), { batch: 8, balanced: false, seed: 3 })
    expect(batches).toHaveLength(1)
    expect(batches[0]).toHaveLength(8)
  })
})

it('has the published class weights of EyePACS', () => {
  const counts = [25810, 2443, 5292, 873, 708]
  const weights = balancingWeights(samples(counts))
  expect(weights.map((weight) => Number(weight.toFixed(3)))).toEqual([0.272, 2.876, 1.328, 8.047, 9.923])
})
