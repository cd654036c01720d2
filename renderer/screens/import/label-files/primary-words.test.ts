import { describe, expect, it } from 'vitest'
import { doneWords, previewWords } from './primary-words.ts'

const change = { labelSet: 'second', before: 'first', labelled: 294, changed: 16, read: 0, matrix: [] }
const back = 'Nothing is lost: “first” can be made primary again at any time.'

describe('what another primary label set would do', () => {
  it.each([
    [{}, ['16 of 294 labels change.', 'Suspicion is ranked anew.', back]],
    [
      { read: 3 },
      [
        '16 of 294 labels change.',
        '3 of them have been read: what readers decided stays.',
        'Suspicion is ranked anew.',
        back,
      ],
    ],
    [
      { changed: 1, read: 1 },
      ['1 of 294 labels changes.', 'It has been read: what readers decided stays.', 'Suspicion is ranked anew.', back],
    ],
    [
      { changed: 2, read: 2, before: null },
      [
        '2 of 294 labels change.',
        'All of them have been read: what readers decided stays.',
        'Suspicion is ranked anew.',
      ],
    ],
    [{ changed: 0 }, ['No label changes: none of 294 photographs gets another grade.', back]],
  ])('is said in words: %o', (more, words) => {
    expect(previewWords({ ...change, ...more })).toEqual(words)
  })

  it('is said once it is done', () => {
    expect(doneWords(change)).toBe('“second” is primary now; 16 labels changed.')
    expect(doneWords({ ...change, changed: 0 })).toBe('“second” is primary now; no label changed.')
  })
})
