import { expect, it } from 'vitest'
import { nearNames, nothingJoined } from './name-hints.ts'

it.each([
  ['12', ['00012.jpg', 'x/012.jpg', '13.jpg'], '12 and 00012, 012 differ by zeros only: not joined.'],
  ['IDRiD_1.jpg', ['IDRiD_001.jpg'], 'IDRiD_1 and IDRiD_001 differ by zeros only: not joined.'],
  ['100000', ['1e5.jpg'], '100000 and 1e5 differ by how a number is written only: not joined.'],
  ['12.0', ['12.jpg'], '12.0 and 12 differ by how a number is written only: not joined.'],
])('%s is near %j', (name, paths, sentence) => {
  expect(nearNames([name], paths)[0]).toBe(sentence)
})

it('nothing is said of names that are not near', () => {
  expect(nearNames(['10_left', 'b'], ['100_left.jpg', 'c.jpg'])).toEqual([])
})

it('many are told by the first of them', () => {
  const names = Array.from({ length: 30 }, (_, place) => `${place + 1}`)
  const hints = nearNames(
    names,
    names.map((name) => `0${name}.jpg`),
  )
  expect(hints).toHaveLength(22)
  expect(hints[20]).toBe('10 more rows are alike.')
})

it('a folder of other photographs is told with one name of each', () => {
  expect(nothingJoined(['12'], ['a.jpg'])).toMatch(
    /^No row names a photograph of this folder: a row names 12, a photograph is called a\.jpg\./,
  )
})
