import { describe, expect, it } from 'vitest'
import type { ComparedFigure, RoundComparison } from '#shared/contract/verdicts.ts'
import { roundComparisonSchema } from '#shared/contract/verdicts.ts'
import { type Grade, grades } from '#shared/grades.ts'
import type { Prediction } from '../inference/predict.ts'
import { compareOnHoldOut, type HeldOut } from './comparison.ts'
import { judgeRound } from './student.ts'

function figure(student: number, best: number, low: number): ComparedFigure {
  return { student, best, difference: student - best, interval: [low, 2 * (student - best) - low] }
}
const better: RoundComparison = {
  n: 240,
  kappa: figure(0.655, 0.612, 0.011),
  kappaInterval: [0.6, 0.7],
  mild: { ...figure(0.62, 0.6, -0.03), eyes: 48 },
  moderate: { ...figure(0.71, 0.7, -0.049), eyes: 51 },
}

describe('a round', () => {
  it.each([
    ['accepted', 'kappa surely higher', better],
    ['accepted', 'kappa higher, at worst 0.02 lower', { ...better, kappa: figure(0.62, 0.612, -0.02) }],
    ['rejected', 'kappa higher, at worst more than 0.02 lower', { ...better, kappa: figure(0.62, 0.612, -0.021) }],
    ['rejected', 'the same kappa', { ...better, kappa: figure(0.612, 0.612, -0.01) }],
    ['rejected', 'a lower kappa', { ...better, kappa: figure(0.6, 0.612, -0.015) }],
    ['accepted', 'Mild at worst 0.05 lower', { ...better, mild: { ...figure(0.6, 0.6, -0.05), eyes: 30 } }],
    ['rejected', 'Mild at worst 0.06 lower', { ...better, mild: { ...figure(0.61, 0.6, -0.06), eyes: 30 } }],
    ['rejected', 'Moderate at worst 0.06 lower', { ...better, moderate: { ...figure(0.6, 0.6, -0.06), eyes: 90 } }],
    ['rejected', 'unknown sensitivity', { ...better, mild: { ...better.mild, interval: [null, null] } }],
    ['unjudged', '29 eyes of Mild', { ...better, mild: { ...better.mild, eyes: 29 } }],
    [
      'unjudged',
      '29 eyes of Moderate, though worse',
      {
        ...better,
        kappa: figure(0.1, 0.612, -0.6),
        moderate: { ...better.moderate, eyes: 29 },
      },
    ],
    [
      'unjudged',
      'no kappa',
      { ...better, kappa: { student: null, best: null, difference: null, interval: [null, null] } },
    ],
  ] as const)('is %s with %s', (verdict, _, comparison) => {
    expect(judgeRound(roundComparisonSchema.parse(comparison)).verdict).toBe(verdict)
  })

  it('says why, with the figures', () => {
    expect(judgeRound(better).reason).toBe(
      'Accepted on 240 held-out photographs: kappa rose from 0.612 to 0.655 (95 % interval of the difference +0.011 to +0.075), and it finds 62 % of Mild (60 % before) and 71 % of Moderate (70 % before).',
    )
    const worse = { ...better, kappa: figure(0.6, 0.612, -0.05), mild: { ...figure(0.4, 0.6, -0.31), eyes: 48 } }
    expect(judgeRound(worse).reason).toBe(
      'Rejected on 240 held-out photographs: kappa fell from 0.612 to 0.600 (95 % interval of the difference −0.050 to +0.026) and it finds 40 % of Mild (60 % before) and may find 31 points less, where 5 are allowed.',
    )
    expect(judgeRound({ ...better, mild: { ...better.mild, eyes: 1 } }).reason).toBe(
      'Cannot be judged: the held-out photographs show only 1 eye graded Mild, and at least 30 of each are needed. The model is kept as a candidate. Kappa went from 0.612 to 0.655 (95 % interval of the difference +0.011 to +0.075).',
    )
  })
})

const holdOut = Array.from({ length: 200 }, (_, index): HeldOut => {
  const patient = index >> 1
  // Two photographs of each patient's one eye.
  return { hash: `${index}`, group: `patient ${patient}`, eye: `eye ${patient}`, grade: grades[patient % 5] as Grade }
})
const predicting = (called: (grade: Grade, index: number) => number) =>
  holdOut.map(({ hash, grade }, index): Prediction => {
    const at = (one: number) => Number(one === called(grade, index))
    return { hash, probabilities: [at(0), at(1), at(2), at(3), at(4)] }
  })

describe('the comparison on the hold-out', () => {
  const perfect = predicting((grade) => grade)
  const confused = predicting((grade, index) => (grade === 1 && index % 4 < 2 ? 2 : grade))

  it('has figures of both models on the same photographs, and counts eyes, not photographs', () => {
    const found = compareOnHoldOut(holdOut, perfect, confused, 1)
    expect(found).toMatchObject({ n: 200, kappa: { student: 1 }, mild: { student: 1, best: 0.5, difference: 0.5 } })
    expect(found.mild.eyes).toBe(20)
    expect(found.moderate).toMatchObject({ student: 1, best: 1, difference: 0, interval: [0, 0] })
    expect(found.mild.interval[0]).toBeGreaterThan(0.2)
    expect(found.mild.interval[1]).toBeLessThan(0.8)
    expect(found.kappa.interval[0]).toBeGreaterThan(0)
    expect(roundComparisonSchema.parse(found)).toEqual(found)
    expect(compareOnHoldOut(holdOut, perfect, confused, 1)).toEqual(found)
  })

  it('leaves out what either has no prediction for, and is undefined where nothing is left', () => {
    expect(compareOnHoldOut(holdOut, perfect.slice(0, 60), confused.slice(20), 1).n).toBe(40)
    const none = compareOnHoldOut(holdOut, perfect.slice(0, 60), confused.slice(60), 1)
    expect(none).toMatchObject({ n: 0, kappa: { difference: null, interval: [null, null] }, mild: { eyes: 0 } })
    expect(judgeRound(none).verdict).toBe('unjudged')
  })
})
