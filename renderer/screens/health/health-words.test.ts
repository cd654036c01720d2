import { describe, expect, it } from 'vitest'
import type { BoundaryEntryReport, Ledger } from '#shared/contract/health.ts'
import {
  calibrationSentence,
  estimateText,
  foundSentence,
  likeliestMistake,
  selfAgreementSentence,
  stopWord,
} from './health-words.ts'

const entry: BoundaryEntryReport = {
  ...{ boundary: [1, 2], photographs: 500, read: 80, found: 40, controls: 20, wrongControls: 5 },
  ...{
    remaining: 60.4,
    remainingInterval: [30, 1110],
    gain: 2.4,
    gainInterval: [1.28, 7.4],
    mayStop: false,
    advice: 'Read on.',
    curve: [],
  },
}
const noControl = {
  controls: 0,
  wrongControls: 0,
  remaining: null,
  remainingInterval: null,
  gain: null,
  gainInterval: null,
}

describe('what is said of a boundary', () => {
  it('is what was found, what random order would have found, and how many there are', () => {
    expect(foundSentence(entry)).toBe(
      '40 wrong labels found in 80 readings; in random order as many would have found about 20, by 20 controls. Chosen by the queue’s order, a photograph held a wrong label 2.4 times as often as a control (95 %: 1.3 to 7.4). About 100 (70 to 1,150) are wrong in all.',
    )
    expect(foundSentence({ ...entry, ...noControl, found: 1 })).toBe('1 wrong label found in 80 readings.')
    expect(estimateText(60.4, [30, 1110])).toBe('60 (30 to 1,110)')
    expect(estimateText(null, null)).toBe('–')
  })

  it('is to stop only where the ledger allows it', () => {
    expect(stopWord(entry)).toBe('Read on')
    expect(stopWord({ ...entry, mayStop: true })).toBe('You can stop')
    expect(stopWord({ ...entry, ...noControl })).toBe('Not known yet')
    expect(stopWord({ ...entry, read: 500, mayStop: true })).toBe('All read')
    expect(stopWord({ ...entry, photographs: 0, read: 0 })).toBe('No photographs')
  })
})

describe('self-agreement', () => {
  const ledger: Ledger = {
    ...{ grader: 'Ana', rate: 0.02, boundaries: [] },
    selfAgreement: { n: 10, same: 9, interval: [0.596, 0.982], quadraticKappa: 0.914 },
  }

  it('is told with its interval', () => {
    expect(selfAgreementSentence(ledger)).toBe(
      'Self-agreement: asked again, blind, Ana gave the same grade in 9 of 10 (90 %; 95 %: 60 % to 98 %); quadratic kappa 0.91.',
    )
  })

  it('is not made up where nothing was asked again', () => {
    const selfAgreement = { n: 0, same: 0, interval: null, quadraticKappa: null }
    expect(selfAgreementSentence({ ...ledger, grader: null, selfAgreement })).toContain('nothing has been asked again')
  })
})

it('the likeliest mistake is the largest share off the diagonal', () => {
  const right = [0, 1, 2, 3, 4].map((row) => [0, 1, 2, 3, 4].map((column) => Number(row === column)))
  expect(likeliestMistake(right)).toBeNull()
  const noise = right.map((row) => [...row])
  noise[1] = [0, 0.9, 0.3, 0, 0]
  noise[2] = [0, 0.1, 0.7, 0, 0]
  expect(likeliestMistake(noise)).toBe('Most often: 2 Moderate labelled 1 Mild, 30 % of them.')
})

describe('calibration', () => {
  const of = (gap: number, sign: number) => {
    const bin = { n: 50, suspicion: 0.5, wrong: 0.5 + gap * sign, interval: [0, 1] as [number, number] }
    return { n: 100, bins: [bin, { ...bin, wrong: 0.5 + gap }], calibrationError: Math.abs(gap) }
  }

  it('is called a probability only where it is one', () => {
    expect(calibrationSentence(of(0.04, -1))).toBe(
      'Suspicion was 4 percentage points from the share found wrong, on average over 100 labels read. It can be read as the probability that a label is wrong.',
    )
    expect(calibrationSentence(of(0.1, -1))).toContain('roughly right')
    expect(calibrationSentence(of(0.2, -1))).toContain('not yet the probability')
  })

  it('is said to lean where it does', () => {
    expect(calibrationSentence(of(0.1, 1))).toContain('too little: more labels were wrong than it expected')
    expect(calibrationSentence(of(-0.1, 1))).toContain('too much: fewer labels were wrong than it expected')
    expect(calibrationSentence(of(0.1, -1))).not.toContain('too ')
  })
})
