import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { softmax } from '../../numerics/softmax.ts'
import { averagePrecision } from '../precision-recall.ts'
import { findLabelIssues, qualityScores } from './find-label-issues.ts'
import { labelledSet } from './labelled-set.ts'
import { ordinalQuality } from './ordinal-quality.ts'

/** A joint of `per` photographs of each grade, all labelled right. */
const right = (per: number) =>
  Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (_, j) => (i === j ? per : 0)))

describe('ordinal quality', () => {
  it('suspects a label more where its rival is the next grade than where it is far away', () => {
    const near = [0.02, 0.48, 0.46, 0.02, 0.02]
    const far = [0.02, 0.48, 0.02, 0.02, 0.46]
    const { ordinal } = ordinalQuality(labelledSet([1, 1], [near, far]), right(10))
    expect(ordinal[0]).toBeLessThan(ordinal[1] as number)
  })

  it('is the posterior that Bayes gives for the counted confusions', () => {
    // Two of three of grade 1 were called 0: with a photograph spread as 1, 1/4: (2 + 1/5) / 4 and (1 + 4/5) / 4.
    const joint = [
      [3, 2],
      [0, 1],
    ]
    const { ordinal } = ordinalQuality(labelledSet([0], [[0.5, 0.5]]), joint)
    const [ofZero, ofOne] = [(3 + 4 / 5) / 4, (2 + 1 / 5) / 4]
    expect(ordinal[0]).toBeCloseTo(ofZero / (ofZero + ofOne), 12)
  })

  it('ranks swaps of Mild and Moderate better than the scores that know no order', () => {
    const precision = Object.fromEntries(qualityScores.map((score) => [score, 0]))
    for (let seed = 1; seed <= 5; seed++) {
      const { set, wrong } = swapped(seed)
      const { scores } = findLabelIssues(set)
      for (const score of qualityScores)
        precision[score] =
          (precision[score] ?? 0) +
          averagePrecision({ positive: wrong, scores: Array.from(scores[score], (q) => -q) }) / 5
    }
    const { ordinal = 0, ...others } = precision
    expect(ordinal).toBeGreaterThan(Math.max(...Object.values(others)))
  })
})

/** 1,500 photographs, 30 % of the Mild and Moderate ones labelled as the other; the model is right about two in three. */
function swapped(seed: number) {
  const uniform = seededUniform(seed)
  const noise = () => uniform() + uniform() + uniform() + uniform() - 2
  const truth = Array.from({ length: 1500 }, () => Math.floor(uniform() * 5))
  const labels = truth.map((grade) => ((grade === 1 || grade === 2) && uniform() < 0.3 ? 3 - grade : grade))
  const rows = truth.map((grade) => {
    const seen = grade + 1.2 * noise()
    return softmax([0, 1, 2, 3, 4].map((k) => -((seen - k) ** 2) + 1.2 * noise()))
  })
  return { set: labelledSet(labels, rows), wrong: labels.map((label, row) => label !== truth[row]) }
}
