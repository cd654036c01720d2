import { describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import type { Sample } from './dataset.ts'
import { balancingWeights, type Draw, type EpochSampling, epochBatches } from './sampler.ts'

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

describe('oversampling', () => {
  const all = samples([40, 10, 8, 4, 2])
  const counts = (draws: readonly Draw[]) =>
    grades.map((grade) => draws.filter((one) => one.sample.grade === grade).length)
  const shown = (options: Partial<EpochSampling>) =>
    epochBatches(all, { batch: 1, balanced: false, seed: 1, ...options }).flat()

  it('shows each grade as often as its multiplier says, on top of balance or alone', () => {
    expect(counts(shown({ multipliers: [1, 2, 1, 1.5, 3] }))).toEqual([40, 20, 8, 6, 6])
    // 64 photographs of five grades: 12.8 of each.
    expect(counts(shown({ balanced: true }))).toEqual([13, 13, 13, 13, 13])
    expect(counts(shown({ balanced: true, multipliers: [1, 1, 1, 1, 2] }))).toEqual([13, 13, 13, 13, 26])
    expect(counts(shown({ multipliers: [0, 1, 1, 1, 1] }))).toEqual([0, 10, 8, 4, 2])
  })

  it('is refused where it leaves nothing to train on', () => {
    expect(() => shown({ multipliers: [0, 0, 0, 0, 0] })).toThrow('leave no photograph')
  })

  it('offline, shows the same photographs in every epoch, in another order', () => {
    const names = (options: Partial<EpochSampling>) =>
      shown({ balanced: true, ...options }).map((one) => one.sample.hash)
    const [first, second] = [names({ offlineSeed: 9, seed: 1 }), names({ offlineSeed: 9, seed: 2 })]
    expect(second).not.toEqual(first)
    expect([...second].sort()).toEqual([...first].sort())
    expect([...names({ offlineSeed: 8 })].sort()).not.toEqual([...first].sort())
    expect([...names({ seed: 2 })].sort()).not.toEqual([...names({ seed: 1 })].sort())
  })

  it('offline, draws the rest with replacement', () => {
    // Half of 40: some twice, where a part of a list has each once.
    const drawn = shown({ multipliers: [0.5, 0, 0, 0, 0], offlineSeed: 3 }).map((one) => one.sample.hash)
    expect(drawn).toHaveLength(20)
    expect(new Set(drawn).size).toBeLessThan(20)
    expect(new Set(shown({ multipliers: [0.5, 0, 0, 0, 0] }).map((one) => one.sample.hash)).size).toBe(20)
  })
})

describe('mixed batches', () => {
  const labelled = samples([20, 4, 4, 2, 2])
  const pseudo = samples([9, 0, 0, 0, 0]).map((sample) => ({ ...sample, hash: `pseudo-${sample.hash}` }))
  const mix = (share: number, options: Partial<EpochSampling> = {}) =>
    epochBatches(labelled, { batch: 8, balanced: false, seed: 1, pseudo: { samples: pseudo, share }, ...options })
  const isPseudo = ({ sample }: Draw) => sample.hash.startsWith('pseudo')

  it('hold the share asked for, in every batch, and show every labelled photograph', () => {
    const batches = mix(0.25)
    expect(batches.map((batch) => batch.filter(isPseudo).length)).toEqual([2, 2, 2, 2, 2, 2])
    expect(batches.every((batch) => batch.length === 8)).toBe(true)
    expect(
      new Set(
        batches
          .flat()
          .filter((draw) => !isPseudo(draw))
          .map((draw) => draw.sample.hash),
      ).size,
    ).toBe(32)
    expect(new Set(batches.map((batch) => batch.findIndex(isPseudo))).size).toBeGreaterThan(1)
  })

  it('show every pseudo-labelled photograph before one comes a second time, as another copy', () => {
    const draws = mix(0.5).flat().filter(isPseudo)
    expect(draws).toHaveLength(32)
    expect(new Set(draws.slice(0, 8).map((draw) => draw.sample.hash)).size).toBe(8)
    expect(new Set(draws.slice(0, 12).map((draw) => draw.sample.hash)).size).toBe(9)
    expect(new Set(draws.map((draw) => `${draw.sample.hash} ${draw.copy}`)).size).toBe(32)
    expect(mix(0.5)).toEqual(mix(0.5))
  })

  it('hold a share of less than one a batch in every so many batches', () => {
    const batches = mix(1 / 32)
    expect(batches.map((batch) => batch.filter(isPseudo).length)).toEqual([0, 0, 0, 1, 0])
    expect(new Set(batches.flat().map((draw) => draw.sample.hash)).size).toBe(33)
  })

  it('always hold a labelled photograph, and no others where there are none', () => {
    expect(mix(1).every((batch) => batch.filter(isPseudo).length === 7)).toBe(true)
    expect(mix(0.5, { pseudo: { samples: [], share: 0.5 } })).toEqual(mix(0))
  })
})

it('has the published class weights of EyePACS', () => {
  const counts = [25810, 2443, 5292, 873, 708]
  const weights = balancingWeights(samples(counts))
  expect(weights.map((weight) => Number(weight.toFixed(3)))).toEqual([0.272, 2.876, 1.328, 8.047, 9.923])
})
