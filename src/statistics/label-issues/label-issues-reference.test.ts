import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { drawCase } from '../testing/drawn-cases.ts'
import { expectFigures } from '../testing/expect-figures.ts'
import { findLabelIssues, issueMethods, qualityScores } from './find-label-issues.ts'
import { labelQuality } from './label-quality.ts'
import { labelledSet } from './labelled-set.ts'

const figure = z.number().nullable()
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../tests/fixtures/statistics/${name}.json`, import.meta.url), 'utf8'))
const { cases } = z
  .object({
    cases: z.array(
      z.object({
        seed: z.int(),
        thresholds: z.array(figure),
        joint: z.array(figure).nullable(),
        jointSum: figure,
        prior: z.array(figure),
        noise: z.array(figure).nullable(),
        noiseSum: figure,
        inverse: z.array(figure).nullable(),
        inverseSum: figure,
        scoreSums: z.array(figure),
        issues: z.partialRecord(z.enum(issueMethods), z.array(z.int())).optional(),
        overallQuality: figure.optional(),
      }),
    ),
  })
  .parse(read('label-issues'))

const drawn = cases.map((expected) => {
  const { truth, probabilities } = drawCase(expected.seed, expected.seed % 5 === 0 ? 50 : 6, 60)
  return { expected, what: `case ${expected.seed}`, set: labelledSet(truth, probabilities) }
})

/** Sum of values, each times its place from 1 on. */
const placed = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value, i) => sum + value * (i + 1), 0)

it('thresholds, calibrated joint and noise matrices are cleanlab’s', () => {
  for (const { expected, what, set } of drawn) {
    const { thresholds, confidentJoint, matrices } = findLabelIssues(set)
    expectFigures(thresholds, expected.thresholds, `thresholds of ${what}`)
    if (expected.joint) expectFigures(confidentJoint.flat(), expected.joint, `joint of ${what}`)
    expectFigures([placed(confidentJoint.flat())], [expected.jointSum], `joint of ${what}`)
    expectFigures(matrices.prior, expected.prior, `prior of ${what}`)
    if (expected.noise) expectFigures(matrices.noise.flat(), expected.noise, `noise matrix of ${what}`)
    expectFigures([placed(matrices.noise.flat())], [expected.noiseSum], `noise matrix of ${what}`)
    if (expected.inverse) expectFigures(matrices.inverse.flat(), expected.inverse, `inverse matrix of ${what}`)
    expectFigures([placed(matrices.inverse.flat())], [expected.inverseSum], `inverse matrix of ${what}`)
  }
})

it('scores of label quality are cleanlab’s', () => {
  for (const { expected, what, set } of drawn) {
    const { selfConfidence, normalizedMargin, confidenceWeightedEntropy } = findLabelIssues(set).scores
    const sums = [selfConfidence, normalizedMargin, confidenceWeightedEntropy].map(placed)
    expectFigures(sums, expected.scoreSums, `scores of ${what}`)
  }
})

it('confidence-weighted entropy is cleanlab’s where the model is all but certain', () => {
  const { cases: nearOneHot } = z
    .object({ cases: z.array(z.object({ rows: z.array(z.array(z.number())), entropyScores: z.array(figure) })) })
    .parse(read('near-one-hot'))
  expect(nearOneHot).toHaveLength(16)
  for (const [index, { rows, entropyScores }] of nearOneHot.entries()) {
    const { confidenceWeightedEntropy } = labelQuality(labelledSet([0, 0, 0], rows))
    expectFigures(Array.from(confidenceWeightedEntropy), entropyScores, `all but 10 to the -${index + 1}`)
  }
})

it('takes large numbers of classes in every kind of case and every order', () => {
  const large = drawn.filter(({ set }) => set.classes > 6).map(({ expected }) => expected.seed)
  expect(large.length).toBeGreaterThan(30)
  expect(new Set(large.map((seed) => seed % 8)).size).toBe(8)
  expect(new Set(large.map((seed) => seed % 3)).size).toBe(3)
})

it.each(issueMethods.filter((method) => method !== 'ordinal'))('%s finds cleanlab’s issues in its order', (method) => {
  let found = 0
  for (const { expected, what, set } of drawn) {
    const issues = expected.issues?.[method]
    if (!issues) continue
    const rankedBy = qualityScores[expected.seed % 3]
    const ours = findLabelIssues(set, method, rankedBy)
    if (rankedBy === 'confidenceWeightedEntropy') {
      // Rows of the same values in another order are ties that the last bit of a sum of logarithms may break.
      expect(ours.issues.toSorted(), what).toEqual(issues.toSorted())
      const scores = (order: readonly number[]) => order.map((row) => ours.scores[rankedBy][row] ?? null)
      expectFigures(scores(ours.issues), scores(issues), `order of ${what}`)
    } else expect(ours.issues, what).toEqual(issues)
    expectFigures([ours.overallQuality], [expected.overallQuality ?? null], `overall quality of ${what}`)
    found += issues.length
  }
  expect(found).toBeGreaterThan(100)
})
