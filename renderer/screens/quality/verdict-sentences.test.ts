import { expect, it } from 'vitest'
import { markedSentence, turnedSentence } from './verdict-sentences.ts'

it.each([
  [161, 0, 0, 'Z', '161 marked good; Z undoes.'],
  [120, 41, 0, 'Z', '120 marked good, 41 left as marked good before; Z undoes.'],
  [0, 2, 0, 'Z', '0 marked good, 2 left as marked good before.'],
  [1, 0, 3, undefined, '1 marked good, 3 left as not screened yet.'],
])('says how many of %i, %i and %i were marked and left, and why', (changed, already, unmeasured, key, sentence) => {
  expect(markedSentence('good', { changed, left: { already, unmeasured } }, key)).toBe(sentence)
})

it('says what was taken back or made again, and what stays', () => {
  expect(turnedSentence('undo', null)).toBe('You have no verdict left to undo.')
  expect(turnedSentence('undo', { verdict: 'reject', changed: 158, kept: 3 })).toBe(
    'Taken back: bad, 158 photographs. 3 stay as they were marked since.',
  )
  expect(turnedSentence('redo', { verdict: 'good', changed: 1, kept: 0 })).toBe('Made again: good, 1 photograph.')
})
