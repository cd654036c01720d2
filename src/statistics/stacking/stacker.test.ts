import { expect, it } from 'vitest'
import {
  fitStacker,
  predictStacker,
  type StackerOptions,
  stackerOptionsSchema,
  stackerSchema,
  stackers,
} from './stacker.ts'
import { couplePairs } from './svm/coupling.ts'
import { fitSigmoid } from './svm/sigmoid.ts'
import { drawStacking } from './testing/drawn-stacking.ts'

const { features, targets } = drawStacking(5, 150, 6, 5)
const asked = drawStacking(6, 100, 6, 5)
const usual = (by: StackerOptions['by']) => stackerOptionsSchema.parse({ by })
const logLoss = (found: readonly (readonly number[])[], truth: readonly number[]) =>
  found.reduce((sum, row, index) => sum - Math.log(row[truth[index] ?? 0] ?? 0), 0) / found.length

it.each(stackers)('%s gives probabilities that beat the shares of the classes on cases it never saw', (by) => {
  const found = predictStacker(fitStacker(features, targets, 5, usual(by), 1), asked.features)
  for (const row of found) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
  const shares = [0, 1, 2, 3, 4].map((k) => targets.filter((target) => target === k).length / targets.length)
  const chance = logLoss(
    found.map(() => shares),
    asked.targets,
  )
  expect(logLoss(found, asked.targets)).toBeLessThan(chance - 0.2)
})

it.each(stackers)('%s is the same for the same seed, and after its way through a file', (by) => {
  const stacker = fitStacker(features, targets, 5, usual(by), 9)
  expect(fitStacker(features, targets, 5, usual(by), 9)).toEqual(stacker)
  const read = stackerSchema.parse(JSON.parse(JSON.stringify(stacker)))
  expect(predictStacker(read, asked.features)).toEqual(predictStacker(stacker, asked.features))
})

it.each(stackers)('%s gives a grade that it never saw no probability', (by) => {
  const known = targets.flatMap((target, index) => (target === 0 || target === 3 ? [] : [index]))
  const some = fitStacker(
    known.map((i) => features[i] ?? []),
    known.map((i) => targets[i] ?? 0),
    5,
    usual(by),
    1,
  )
  for (const row of predictStacker(some, asked.features)) {
    expect([row[0], row[3]]).toEqual([0, 0])
    expect((row[1] ?? 0) + (row[2] ?? 0) + (row[4] ?? 0)).toBeCloseTo(1, 9)
  }
  const one = fitStacker(
    features,
    targets.map(() => 2),
    5,
    usual(by),
    1,
  )
  expect(predictStacker(one, asked.features.slice(0, 1))).toEqual([[0, 0, 1, 0, 0]])
})

it('refuses rows that do not fit and no row at all', () => {
  const code = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      return (error as { code?: string }).code
    }
    return 'none'
  }
  expect(code(() => fitStacker([[1]], [0, 1], 2, usual('logistic'), 1))).toBe('length_mismatch')
  expect(code(() => fitStacker([[1], [1, 2]], [0, 1], 2, usual('logistic'), 1))).toBe('length_mismatch')
  expect(code(() => fitStacker([], [], 5, usual('forest'), 1))).toBe('too_few_photographs')
  const stacker = fitStacker(features, targets, 5, usual('logistic'), 1)
  expect(code(() => predictStacker(stacker, [[0.5]]))).toBe('length_mismatch')
})

it('coupling finds the probabilities that pairs without contradiction come from', () => {
  const p = [0.5, 0.05, 0.2, 0.22, 0.03]
  const pairs = p.map((a, i) => p.map((b, j) => (i === j ? 0 : a / (a + b))))
  for (const [k, found] of couplePairs(pairs).entries()) expect(found).toBeCloseTo(p[k] ?? 0, 9)
})

it('the sigmoid’s slope of likelihood is zero, with targets drawn in by the counts', () => {
  const values = asked.features.map((row) => (row[0] ?? 0) * 4 - 2)
  const positive = asked.targets.map((target) => target >= 3)
  const [slope, shift] = fitSigmoid(values, positive)
  const positives = positive.filter(Boolean).length
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (positive.length - positives + 2)
  const misses = values.map(
    (value, index) => (positive[index] ? high : low) - 1 / (1 + Math.exp(slope * value + shift)),
  )
  expect(misses.reduce((sum, miss) => sum + miss, 0)).toBeCloseTo(0, 8)
  expect(misses.reduce((sum, miss, index) => sum + miss * (values[index] ?? 0), 0)).toBeCloseTo(0, 8)
  expect(slope).toBeLessThan(-0.1)
})
