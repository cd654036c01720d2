import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { consensusGrade, dawidSkene, readerAccuracy } from './dawid-skene.ts'
import { majorityVote } from './majority.ts'
import { findPatterns } from './rating-patterns.ts'
import { flatRatings } from './ratings.ts'

/** How often each of five readers is right; else a neighbouring grade. */
const skill = [0.95, 0.9, 0.4, 0.35, 0.4]

function readings(seed: number) {
  const uniform = seededUniform(seed)
  const truth = Array.from({ length: 600 }, () => Math.floor(uniform() * 5))
  const ratings = truth.map((grade) =>
    skill.map((right) => {
      if (uniform() < 0.1) return null
      return uniform() < right ? grade : Math.min(4, Math.max(0, grade + (uniform() < 0.5 ? -1 : 1)))
    }),
  )
  return { truth, ratings }
}

describe('consensus of several readers', () => {
  it('outdoes the majority where most readers are poor, and knows who is good', () => {
    const { truth, ratings } = readings(1)
    const patterns = findPatterns(flatRatings(ratings, 5))
    const found = dawidSkene(patterns)
    const right = (grades: readonly (number | null)[]) => grades.filter((grade, item) => grade === truth[item]).length
    const consensus = Array.from(patterns.patternOf, (pattern) => consensusGrade(found, pattern))
    expect(right(consensus.map(({ grade }) => grade))).toBeGreaterThan(
      right(majorityVote(flatRatings(ratings, 5))) + 30,
    )
    const given = skill.map((_, reader) => readerAccuracy(found, reader))
    for (const [reader, accuracy] of given.entries()) {
      const rated = ratings.flatMap((row, item) => (row[reader] === null ? [] : [row[reader] === truth[item]]))
      expect(Math.abs(accuracy - rated.filter(Boolean).length / rated.length)).toBeLessThan(0.08)
    }
    // Its own doubt is honest: as many are right as it promises.
    const promised = consensus.reduce((sum, { quality }) => sum + quality, 0)
    expect(Math.abs(promised - right(consensus.map(({ grade }) => grade)))).toBeLessThan(30)
  })

  it('stands by readers who all agree, and has the shares alone where nobody rated', () => {
    // Patterns by their first items: nothing, 1, 0.
    const ratings = [...Array(20)].map((_, item) => (item === 0 ? [null, null] : [item % 2, item % 2]))
    const found = dawidSkene(findPatterns(flatRatings(ratings, 3)))
    expect(consensusGrade(found, 1)).toMatchObject({ grade: 1 })
    expect(consensusGrade(found, 1).quality).toBeGreaterThan(0.99)
    for (const [k, p] of (found.posterior[0] ?? []).entries()) expect(p).toBeCloseTo(found.shares[k] as number, 6)
  })

  it('takes nothing at all', () => {
    expect(dawidSkene(findPatterns(flatRatings([], 5)))).toMatchObject({ posterior: [], confusion: [] })
  })
})

it('breaks a tied vote by the commoner grade, then the lower one', () => {
  const ratings = [
    [1, 2],
    [2, 2],
    [0, 3],
    [null, null],
  ]
  expect(majorityVote(flatRatings(ratings, 5))).toEqual([2, 2, 0, null])
})
