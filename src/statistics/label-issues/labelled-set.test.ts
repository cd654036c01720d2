import { expect, it } from 'vitest'
import { labelledSet } from './labelled-set.ts'

it.each<[string, readonly number[], readonly number[][], string]>([
  ['rows of different lengths', [0, 0], [[1, 0], [1]], 'length_mismatch'],
  ['more labels than rows', [0, 0], [[1, 0]], 'length_mismatch'],
  ['a label that is no class', [2], [[1, 0]], 'usage'],
  ['a value that is no probability', [0], [[1.5, -0.5]], 'usage'],
  ['NaN', [0], [[Number.NaN, 1]], 'usage'],
  ['a row that does not sum to 1', [0], [[0.6, 0.3]], 'usage'],
])('refuses %s', (_, labels, rows, code) => {
  expect(() => labelledSet(labels, rows)).toThrow(expect.objectContaining({ code }))
})

it('normalises rows where told to, but never one of zeros', () => {
  expect([...labelledSet([0], [[0.6, 0.3]], 'normalise').probabilities]).toEqual([
    expect.closeTo(2 / 3, 12),
    expect.closeTo(1 / 3, 12),
  ])
  expect(() => labelledSet([0], [[0, 0]], 'normalise')).toThrow(expect.objectContaining({ code: 'usage' }))
})

it('counts the rows that it normalised, and says sums without the dust of rounding', () => {
  const rows = [
    [0.6, 0.3],
    [0.1 + 0.2, 0.7],
    [0.5, 0.498],
  ]
  expect(labelledSet([0, 1, 1], rows, 'normalise').normalisedRows).toBe(2)
  expect(labelledSet([1, 1], rows.slice(1)).normalisedRows).toBe(0)
  // 0.6 + 0.3 is 0.8999999999999999.
  expect(() => labelledSet([0], [[0.6, 0.3]])).toThrow('The probabilities of row 0 sum to 0.9, not to 1.')
})
