import { describe, expect, it } from 'vitest'
import { comparedSentence, pseudoSentence, tooFewSentence } from './round-words.ts'

describe('a round of noisy student in words', () => {
  it('names the sources of its pseudo labels that there are', () => {
    const none = { total: 0, unlabelled: 0, doubtful: 0, suspect: 0, byGrade: [0, 0, 0, 0, 0], share: null }
    expect(pseudoSentence(none)).toBe('No pseudo labels')
    expect(pseudoSentence({ ...none, total: 1201, unlabelled: 1200, suspect: 1 })).toBe(
      '1,201 pseudo labels (1,200 unlabelled, 1 suspect)',
    )
  })

  it('says what share of each batch they were, once the student has learnt from them', () => {
    const some = { total: 8, unlabelled: 8, doubtful: 0, suspect: 0, byGrade: [8, 0, 0, 0, 0] }
    const shares = [0.4, 0.0833, 0.001].map((share) => pseudoSentence({ ...some, share }))
    expect(shares).toEqual([
      '8 pseudo labels (8 unlabelled), 40 % of each batch',
      '8 pseudo labels (8 unlabelled), 8 % of each batch',
      '8 pseudo labels (8 unlabelled), under 1 % of each batch',
    ])
  })

  it('says how far a student is from the best, with its interval', () => {
    const compared = { student: 0.512, best: 0.48, difference: 0.032, interval: [-0.01, 0.0712] as [number, number] }
    expect(comparedSentence(compared)).toBe('0.512 against 0.480, +0.032 (95 %: −0.010 to +0.071)')
    expect(comparedSentence({ ...compared, interval: [null, null] })).toBe('0.512 against 0.480, +0.032 (no interval)')
    expect(comparedSentence({ student: null, best: 0.48, difference: null, interval: [null, null] })).toBe(
      '– against 0.480',
    )
  })

  it('say beforehand that too few photographs are locked away to tell', () => {
    const of = (mild: number, moderate: number) => {
      const confusion = [90, mild, moderate, 4, 4].map((n, grade) =>
        [0, 1, 2, 3, 4].map((said) => (said === grade ? n : 0)),
      )
      return { n: 98 + mild + moderate, confusion }
    }
    expect(tooFewSentence(of(30, 30))).toBeNull()
    expect(tooFewSentence({ n: 0, confusion: [] })).toBeNull()
    const rest = 'with fewer than 30 of each, a round ends in “cannot be judged”.'
    expect(tooFewSentence(of(29, 45))).toBe(`Of the photographs locked away, only 29 are Mild: ${rest}`)
    expect(tooFewSentence(of(0, 1))).toBe(
      `Of the photographs locked away, none is Mild and only 1 is Moderate: ${rest}`,
    )
  })
})
