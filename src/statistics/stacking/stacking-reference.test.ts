import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { expectFigures } from '../testing/expect-figures.ts'
import { fitOrdinalLogistic, ordinalLogisticRow } from './ordinal-logistic.ts'
import { fitStacker, predictStacker } from './stacker.ts'
import { fitSvm, svmDecisions, svmOptions } from './svm/svm.ts'
import { drawStacking } from './testing/drawn-stacking.ts'
import { growTree } from './trees/grow.ts'
import { oneHotTargets } from './trees/one-hot.ts'
import { sortFeatures, treeValue } from './trees/tree.ts'

const rows = z.array(z.array(z.number()))
const { cases } = z
  .object({
    cases: z.array(
      z.object({
        seed: z.int(),
        classes: z.int(),
        width: z.int(),
        rows: z.int(),
        ordinal: z.object({ weights: z.array(z.number()), cuts: z.array(z.number()), surprise: z.number() }),
        logistic: z.object({ weights: z.array(z.number()), intercept: z.number() }),
        /** Null where scikit-learn's own answer depends on how ties are broken. */
        tree: z.object({ leaves: z.int(), probabilities: rows }).nullable(),
        boosting: rows.nullable(),
        forestLoss: z.number(),
        decisions: z.object({ linear: rows, rbf: rows }),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../tests/fixtures/statistics/stacking.json', import.meta.url), 'utf8')))

const drawn = cases.map((expected) => {
  const { seed, rows: count, width, classes } = expected
  const asked = drawStacking(1000 + seed, 60, width, classes)
  return { expected, seed, width, classes, ...drawStacking(seed, count, width, classes), asked }
})

/** Largest difference of two tables. */
function apart(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  expect(a.map((row) => row.length)).toEqual(b.map((row) => row.length))
  return Math.max(...a.flatMap((row, index) => row.map((value, k) => Math.abs(value - (b[index]?.[k] ?? Number.NaN)))))
}

it('ordinal logistic regression is at the optimum that SciPy finds, to 1e-6', () => {
  for (const { seed, expected, features, targets, classes } of drawn) {
    const { weights, cuts } = fitOrdinalLogistic(features, targets, classes, { by: 'logistic', l2: 0.5 })
    const optimum = expected.ordinal
    expect(apart([weights, cuts], [optimum.weights, optimum.cuts]), `case ${seed}`).toBeLessThan(1e-6)
    const surprise = features.reduce(
      (sum, row, index) =>
        sum - Math.log(ordinalLogisticRow({ by: 'logistic', weights, cuts }, row)[targets[index] ?? 0] ?? 0),
      0.25 * weights.reduce((sum, weight) => sum + weight ** 2, 0),
    )
    expect(surprise).toBeCloseTo(optimum.surprise, 6)
  }
})

it('of two classes it is scikit-learn’s logistic regression, to 1e-6', () => {
  for (const { seed, expected, features, targets, classes } of drawn) {
    const two = targets.map((target) => Number(target >= Math.floor(classes / 2)))
    const { weights, cuts } = fitOrdinalLogistic(features, two, 2, { by: 'logistic', l2: 0.5 })
    const { intercept } = expected.logistic
    expect(apart([weights, cuts], [expected.logistic.weights, [-intercept]]), `case ${seed}`).toBeLessThan(1e-6)
  }
})

it('a tree is scikit-learn’s tree, weights and all', () => {
  const compared = drawn.flatMap(({ seed, expected, features, targets, classes, asked }) => {
    if (!expected.tree) return []
    const weights = Float64Array.from(features, (_, row) => 1 + (seed % 2) * (row % 3))
    const task = { features: sortFeatures(features), targets: oneHotTargets(targets, classes), weights }
    const tree = growTree(task, { depth: 4, leaf: 8 })
    expect(tree.feature.filter((feature) => feature < 0).length, `leaves of case ${seed}`).toBe(expected.tree.leaves)
    for (const [index, row] of expected.tree.probabilities.entries()) {
      expectFigures(treeValue(tree, asked.features[index] ?? []), row, `tree of case ${seed}`)
    }
    return [seed]
  })
  expect(compared.length).toBeGreaterThan(3)
})

it('gradient boosting is scikit-learn’s, round for round', () => {
  const options = { by: 'boosting', rounds: 15, rate: 0.2, depth: 2, leaf: 10 } as const
  const compared = drawn.flatMap(({ seed, expected, features, targets, classes, asked }) => {
    if (!expected.boosting) return []
    const found = predictStacker(fitStacker(features, targets, classes, options, 1), asked.features)
    for (const [index, row] of expected.boosting.entries()) {
      expectFigures(found[index] ?? [], row, `boosting of case ${seed}`)
    }
    return [seed]
  })
  expect(compared.length).toBeGreaterThan(3)
})

it('a random forest’s held-out log loss is within 0.03 of scikit-learn’s mean over random states', () => {
  const options = { by: 'forest', trees: 150, depth: 6, leaf: 5, tried: null } as const
  for (const { seed, expected, features, targets, classes, asked } of drawn.slice(0, 6)) {
    const found = predictStacker(fitStacker(features, targets, classes, options, seed), asked.features)
    const loss =
      found.reduce((sum, row, index) => sum - Math.log(row[asked.targets[index] ?? 0] ?? 0), 0) / found.length
    expect(Math.abs(loss - expected.forestLoss), `case ${seed}: ${loss} and ${expected.forestLoss}`).toBeLessThan(0.03)
  }
})

it('decision values of every two classes are libsvm’s, to 1e-3', () => {
  for (const kernel of ['linear', 'rbf'] as const) {
    const options = svmOptions.parse({ by: 'svm', kernel, cost: 2 })
    for (const { seed, expected, features, targets, classes, asked } of drawn.slice(0, 6)) {
      const svm = fitSvm(features, targets, classes, options, 1)
      const reference = expected.decisions[kernel]
      const found = asked.features.slice(0, reference.length).map((row) => svmDecisions(svm, row))
      expect(apart(found, reference), `${kernel} of case ${seed}`).toBeLessThan(1e-3)
    }
  }
})
