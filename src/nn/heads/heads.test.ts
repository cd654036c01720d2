import { describe, expect, it } from 'vitest'
import { argMax } from '#numerics/arg-max.ts'
import { nonIncreasing } from './ordinal.ts'
import { logitReader } from './registry.ts'
import { normalShareBelow } from './regression.ts'

const classes = ['none', 'mild', 'moderate', 'severe', 'proliferative']
const logit = (probability: number) => Math.log(probability / (1 - probability))
const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5)
}

describe('an ordinal head', () => {
  const reader = logitReader(4, { head: 'ordinal', classes })

  it('gives each grade the difference of two cumulative probabilities, photograph after photograph', () => {
    const logits = [0.9, 0.6, 0.3, 0.1, 0.5, 0.5, 0.5, 0.5].map(logit)
    const probabilities = reader.probabilities(Float32Array.from(logits))
    close(probabilities, [0.1, 0.3, 0.3, 0.2, 0.1, 0.5, 0, 0, 0, 0.5])
  })

  it('repairs probabilities that rise where they may only fall', () => {
    expect(nonIncreasing([0.9, 0.2, 0.4, 0.1])).toEqual([0.9, expect.closeTo(0.3), expect.closeTo(0.3), 0.1])
    expect(nonIncreasing([0.1, 0.5, 0.9])).toEqual([0.5, 0.5, 0.5])
    const repaired = reader.probabilities(Float32Array.from([0.1, 0.3, 0.9, 0.95].map(logit)))
    close(repaired, [1 - 0.5625, 0, 0, 0, 0.5625])
  })

  it('explains a grade by what reaches it and what does not go beyond', () => {
    expect([0, 2, 4].map((grade) => [...reader.evidence(oneHot(grade))])).toEqual([
      [-1, 0, 0, 0],
      [0, 1, -1, 0],
      [0, 0, 0, 1],
    ])
  })
})

describe('a regression head', () => {
  it('has the shares of its scatter between the thresholds', () => {
    const thresholds = { cuts: [0.5, 1.5, 2.5, 3.5], noise: 1 }
    const reader = logitReader(1, { head: 'regression', classes, thresholds })
    // Shares of the normal distribution beyond 0.5, 1.5 and 2.5 deviations.
    const [half, most, far] = [0.3085375, 0.0668072, 0.0062097]
    close(reader.probabilities(Float32Array.of(2)), [most, half - most, 1 - 2 * half, half - most, most])
    close(reader.probabilities(Float32Array.of(0)), [1 - half, half - most, most - far, far - 0.0002326, 0.0002326])
  })

  it('follows tuned thresholds, and halves where there are none', () => {
    const narrow = { cuts: [0.8, 1.2, 1.3, 4], noise: 0.01 }
    const best = (
      description: { head: 'regression'; classes: string[]; thresholds?: typeof narrow },
      output: number,
    ) => {
      const row = logitReader(1, description).probabilities(Float32Array.of(output))
      return row.indexOf(Math.max(...row))
    }
    const outputs = [0.7, 1, 1.25, 2, 9, -9]
    expect(outputs.map((output) => best({ head: 'regression', classes, thresholds: narrow }, output))).toEqual([
      0, 1, 2, 3, 4, 0,
    ])
    expect(outputs.map((output) => best({ head: 'regression', classes }, output))).toEqual([1, 1, 1, 2, 4, 0])
  })

  it('makes the grade between whose thresholds the output lies the likeliest, however wide the scatter', () => {
    const described = [
      { cuts: [0.5, 1.5, 2.5, 3.5], noise: 0.5 },
      { cuts: [0.4, 0.5, 2.9, 3.3], noise: 0.6 },
      { cuts: [1, 1, 1.001, 1.1], noise: 4 },
      { cuts: [0.8, 1.2, 1.3, 4], noise: 0.01 },
    ]
    const outputs = Array.from({ length: 801 }, (_, i) => (i - 200) / 100 + 1e-4)
    for (const thresholds of described) {
      const rows = logitReader(1, { head: 'regression', classes, thresholds }).probabilities(Float32Array.from(outputs))
      for (const [i, output] of outputs.entries()) {
        const row = rows.subarray(5 * i, 5 * i + 5)
        expect(argMax(row), `${output} by ${thresholds.cuts}`).toBe(
          thresholds.cuts.filter((cut) => output >= cut).length,
        )
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
      }
    }
  })

  it('is no surer of that grade than it has to be', () => {
    const reader = logitReader(1, { head: 'regression', classes, thresholds: { cuts: [0, 1, 1.2, 3], noise: 1 } })
    const [none, mild, moderate, severe, most] = reader.probabilities(Float32Array.of(1.1)) as unknown as number[]
    expect(moderate).toBeGreaterThan(severe as number)
    expect(moderate).toBeCloseTo(severe as number, 5)
    // The others keep their proportions: shares of the normal distribution.
    expect((mild as number) / (none as number)).toBeCloseTo((0.4601722 - 0.1356661) / 0.1356661, 4)
    expect((most as number) / (severe as number)).toBeCloseTo(0.0287166 / (0.9712834 - 0.5398278), 4)
  })

  it('knows the normal distribution', () => {
    for (const [x, share] of [
      [0, 0.5],
      [1.959964, 0.975],
      [-3, 0.0013499],
    ] as const)
      expect(Math.abs(normalShareBelow(x) - share)).toBeLessThan(2e-7)
  })

  it('explains the higher of two grades by what raises the output', () => {
    const reader = logitReader(1, { head: 'regression', classes })
    const against = (grade: number, other: number) => {
      const weights = oneHot(grade)
      weights[other] = -1
      return Math.sign(reader.evidence(weights)[0] as number)
    }
    expect([against(3, 2), against(1, 0), against(0, 2)]).toEqual([1, 1, -1])
  })
})

describe('reading logits', () => {
  it('takes a logit a class where a model says nothing of itself', () => {
    const reader = logitReader(3)
    close(reader.probabilities(Float32Array.of(0, Math.log(2), 0, 1000, 0, 0)), [0.25, 0.5, 0.25, 1, 0, 0])
    expect([...reader.evidence(Float32Array.of(0, 1, -1))]).toEqual([0, 1, -1])
  })

  it('refuses a number of logits that does not fit the classes', () => {
    expect(() => logitReader(5, { head: 'ordinal', classes })).toThrow('5 classes by ordinal need 4')
    expect(() => logitReader(4, { head: 'ordinal', classes }).evidence(new Float32Array(4))).toThrow('5 classes')
  })
})

function oneHot(grade: number): Float32Array {
  const weights = new Float32Array(classes.length)
  weights[grade] = 1
  return weights
}
