import { describe, expect, it } from 'vitest'
import { comparedSentence, pseudoSentence } from './round-words.ts'

describe('a round of noisy student in words', () => {
  it('names the sources of its pseudo labels that there are', () => {
    const none = { total: 0, unlabelled: 0, doubtful: 0, suspect: 0, byGrade: [0, 0, 0, 0, 0] }
    expect(pseudoSentence(none)).toBe('No pseudo labels')
    expect(pseudoSentence({ ...none, total: 1201, unlabelled: 1200, suspect: 1 })).toBe(
      '1,201 pseudo labels: 1,200 unlabelled, 1 suspect',
    )
  })

  it('says how far a student is from the best, with its interval', () => {
    const compared = { student: 0.512, best: 0.48, difference: 0.032, interval: [-0.01, 0.0712] as [number, number] }
    expect(comparedSentence(compared)).toBe('0.512 against 0.480, +0.032 (95 %: −0.010 to +0.071)')
    expect(comparedSentence({ ...compared, interval: [null, null] })).toBe('0.512 against 0.480, +0.032 (no interval)')
    expect(comparedSentence({ student: null, best: 0.48, difference: null, interval: [null, null] })).toBe(
      '– against 0.480',
    )
  })
})
