import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import type { Grade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { labelledSet } from '../label-issues/labelled-set.ts'
import { estimateBackground } from './background.ts'
import { crossValidated, learnFromReadings, type ReadLabel, suspicionBins } from './cross-validated.ts'
import { nothingElseKnown, type SeenEvidence } from './evidence.ts'
import { expectedTruth } from './expected-truth.ts'
import { priorWeights } from './weights.ts'

/** Labels, a third of the Mild and Moderate ones wrong, beside a model that is mostly right; all read by one who knows. */
function readLabels(count: number, seed: number): ReadLabel[] {
  const uniform = seededUniform(seed)
  return Array.from({ length: count }, () => {
    const truth = Math.floor(5 * uniform()) as Grade
    const label = (truth === 1 || truth === 2) && uniform() < 0.33 ? ((3 - truth) as Grade) : truth
    const scores = [0, 1, 2, 3, 4].map((grade) => Math.exp(2 * uniform() + (grade === truth ? 1.8 : 0)))
    const sum = scores.reduce((all, one) => all + one, 0)
    const probabilities = scores.map((one) => one / sum) as unknown as GradeProbabilities
    return {
      evidence: { ...nothingElseKnown, label, probabilities },
      decision: truth,
    }
  })
}

describe('the suspicion of labels by what was learnt from others', () => {
  const read = readLabels(600, 1)
  const before = estimateBackground(
    labelledSet(
      read.map(({ evidence }) => evidence.label),
      read.map(({ evidence }) => [...evidence.probabilities]),
    ),
    [],
  )
  const wrong = read.map(({ evidence, decision }) => evidence.label !== decision)
  const scores = crossValidated(before, read, 3)

  it('means what it says: in each bin about as many are wrong', () => {
    const bins = suspicionBins(scores, wrong)
    expect(bins.map(({ n }) => n)).toEqual(new Array(10).fill(60))
    const gap = bins.reduce((sum, { suspicion, wrong: share }) => sum + Math.abs(suspicion - share) / bins.length, 0)
    expect(gap).toBeLessThan(0.06)
    expect(
      bins.filter(({ suspicion, interval: [low, high] }) => suspicion >= low && suspicion <= high).length,
    ).toBeGreaterThan(7)
  })

  it('does not look at the label’s own reading', () => {
    const [first, ...others] = read as [ReadLabel, ...ReadLabel[]]
    const turned = { ...first, decision: first.decision === 0 ? (4 as const) : (0 as const) }
    expect(crossValidated(before, [turned, ...others], 3)[0]).toBe(scores[0])
  })

  it('has no more bins than labels', () => {
    expect(suspicionBins([0.2, 0.7], [false, true])).toMatchObject([
      { n: 1, suspicion: 0.2, wrong: 0 },
      { n: 1, suspicion: 0.7, wrong: 1 },
    ])
    expect(suspicionBins([], [])).toEqual([])
  })
})

describe('the expected truth', () => {
  const read = readLabels(400, 2)
  const evidence = read.map((one) => one.evidence)
  const before = estimateBackground(
    labelledSet(
      evidence.map(({ label }) => label),
      evidence.map(({ probabilities }) => [...probabilities]),
    ),
    [],
  )
  const sum = (rows: readonly (readonly number[])[]) => rows.flat().reduce((all, one) => all + one, 0)
  const truly = (row: number, column: number) =>
    read.filter(({ evidence: { label }, decision }) => label === row && decision === column).length

  it('is what readers found where all has been read', () => {
    const all = new Map(read.map((one) => [one.evidence, one.decision]))
    const joint = expectedTruth(evidence, all, before, priorWeights)
    expect(joint).toEqual([0, 1, 2, 3, 4].map((row) => [0, 1, 2, 3, 4].map((column) => truly(row, column))))
  })

  it('has no grade for a label that was found ungradable', () => {
    const [poor, ...others] = evidence as [SeenEvidence, ...SeenEvidence[]]
    const found = new Map([[poor, 'ungradable' as const]])
    expect(expectedTruth([poor], found, before, priorWeights).flat()).toEqual(new Array(25).fill(0))
    const joint = expectedTruth(evidence, found, before, priorWeights)
    expect(joint).toEqual(expectedTruth(others, new Map(), before, priorWeights))
    expect(sum(joint)).toBeCloseTo(399, 9)
  })

  it('is not far from it where a part has been read', () => {
    const part = read.slice(0, 150)
    const { background, weights } = learnFromReadings(before, part)
    const joint = expectedTruth(evidence, new Map(part.map((one) => [one.evidence, one.decision])), background, weights)
    expect(sum(joint)).toBeCloseTo(400, 9)
    for (const [row, column] of [
      [1, 2],
      [2, 1],
    ] as const) {
      expect(Math.abs((joint[row]?.[column] ?? 0) - truly(row, column))).toBeLessThan(8)
    }
    // Nobody called one of these the other.
    expect(joint[0]?.[4]).toBeLessThan(3)
  })
})
