import { expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { kappaInterval, linearKappa, plainKappa, quadraticKappa } from '../kappa.ts'
import { agreementReport } from './agreement.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { findPatterns } from './rating-patterns.ts'
import { flatRatings, type Ratings } from './ratings.ts'

it('is null where nothing can be said', () => {
  const none = { fleiss: null, krippendorffNominal: null, krippendorffOrdinal: null, gwetAc1: null }
  expect(agreementReport([], 5, 1)).toMatchObject({ ...none, consensus: [], raterQuality: [] })
  expect(agreementReport([[1, null]], 5, 1)).toMatchObject({ ...none, gwetAc2Quadratic: null })
})

it('has Gwet’s coefficients where all is of one grade, and none that depend on variety', () => {
  const report = agreementReport(
    [
      [2, 2, 2],
      [2, 2, null],
      [2, 2, 2],
    ],
    5,
    1,
  )
  expect(report).toMatchObject({ fleiss: null, krippendorffNominal: null, gwetAc1: 1, gwetAc2Quadratic: 1 })
})

it('has an alpha of nothing for ratings without agreement, and knows the order of grades', () => {
  const uniform = seededUniform(4)
  const random = Array.from({ length: 4000 }, () => [0, 0, 0].map(() => Math.floor(uniform() * 5)))
  const patterns = findPatterns(flatRatings(random, 5))
  expect(Math.abs(krippendorffAlpha(patterns, 'nominal')(patterns.times))).toBeLessThan(0.03)
  const near = Array.from({ length: 200 }, (_, item) => [item % 5, Math.min(4, (item % 5) + 1)])
  const report = agreementReport(near, 5, 1)
  expect(report.krippendorffOrdinal ?? 0).toBeGreaterThan((report.krippendorffNominal ?? 1) + 0.5)
  expect(report.gwetAc2Quadratic ?? 0).toBeGreaterThan((report.gwetAc1 ?? 1) + 0.5)
})

it('gives every pair of readers Cohen’s kappa of what both rated, as two lists alone would have it', () => {
  const uniform = seededUniform(9)
  const ratings = Array.from({ length: 300 }, () => {
    const grade = Math.floor(uniform() * 5)
    const rate = () => (uniform() < 0.2 ? null : uniform() < 0.6 ? grade : Math.floor(uniform() * 5))
    return [rate(), rate(), rate()]
  })
  const { pairs } = agreementReport(ratings, 5, 1)
  expect(pairs.map(({ raters }) => raters)).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ])
  for (const { raters, items, kappa, intervals } of pairs) {
    const both = ratings.flatMap((row) => {
      const [a, b] = [row[raters[0]] ?? null, row[raters[1]] ?? null]
      return a === null || b === null ? [] : [[a, b] as const]
    })
    const [a, b] = [both.map(([first]) => first), both.map(([, second]) => second)]
    expect(items).toBe(both.length)
    expect(kappa.none).toBeCloseTo(plainKappa(a, b), 12)
    expect(kappa.linear).toBeCloseTo(linearKappa(a, b), 12)
    expect(kappa.quadratic).toBeCloseTo(quadraticKappa(a, b), 12)
    // Drawn among all items here, among the shared ones there.
    const [low, high] = kappaInterval(a, b, { seed: 1, weights: 'quadratic' })
    expect(Math.abs((intervals.quadratic[0] ?? 2) - low)).toBeLessThan(0.04)
    expect(Math.abs((intervals.quadratic[1] ?? 2) - high)).toBeLessThan(0.04)
  }
})

it('has no interval of a single item, which has nothing to vary by', () => {
  const undefinedOnes = (intervals: object) => Object.values(intervals).every((ends) => ends.join() === ',')
  const one = agreementReport([[0, 1, 1]], 5, 1)
  expect(one.percentAgreement).toBeCloseTo(1 / 3, 12)
  expect(undefinedOnes(one.intervals)).toBe(true)
  // Both rated one item alone, among others.
  const { pairs, intervals } = agreementReport(
    [
      [0, 1, null],
      [2, null, 2],
      [3, null, 2],
    ],
    5,
    1,
  )
  expect(pairs[0]?.kappa.quadratic).toBe(0)
  expect(undefinedOnes(pairs[0]?.intervals ?? {})).toBe(true)
  expect(undefinedOnes(pairs[1]?.intervals ?? {})).toBe(false)
  expect(undefinedOnes(intervals)).toBe(false)
  const lonely = agreementReport([[0, 1], ...[1, 2, 3].map((grade) => [grade, null])], 5, 1)
  expect(undefinedOnes(lonely.intervals)).toBe(true)
})

it.each([
  ['one reader', [[0], [1], [2]]],
  ['one item', [[0, 1, 1]]],
  ['one rating', [[3]]],
  [
    'no rating',
    [
      [null, null],
      [null, null],
    ],
  ],
  ['no reader', [[], []]],
  ['no item', []],
  [
    'one class throughout',
    [
      [2, 2],
      [2, 2],
    ],
  ],
  [
    'a reader who rated nothing',
    [
      [0, 1, null],
      [1, 1, null],
    ],
  ],
  [
    'readers without a common item',
    [
      [0, null],
      [null, 1],
    ],
  ],
  [
    'classes nobody used',
    [
      [0, 4, 0],
      [4, 4, 4],
      [0, 0, 4],
    ],
  ],
])('has a number or null everywhere, of %s', (_, ratings: Ratings) => {
  const everything = (value: unknown): unknown[] =>
    value !== null && typeof value === 'object' ? Object.values(value).flatMap(everything) : [value]
  const report = agreementReport(ratings, 5, 1)
  expect(everything(report).filter((value) => value !== null && !Number.isFinite(value))).toEqual([])
  expect(report.consensus.map(({ item }) => item)).toEqual([...ratings.keys()])
  expect(report.raterQuality).toHaveLength(ratings[0]?.length ?? 0)
  for (const { grade, quality } of report.consensus) expect((quality ?? 0) > 0).toBe(grade !== null)
  for (const [low, high] of Object.values(report.intervals)) expect((low ?? 0) <= (high ?? 0)).toBe(true)
})

it('refuses what is no rating, and rows of different lengths', () => {
  expect(() => agreementReport([[0, 5]], 5, 1)).toThrow('Rating 5 of item 0 is not among 0 to 4.')
  expect(() => agreementReport([[0, -1]], 5, 1)).toThrow('Rating -1 of item 0')
  expect(() => agreementReport([[0, 1], [1]], 5, 1)).toThrow('Item 1 has 1 ratings, the first 2.')
})
