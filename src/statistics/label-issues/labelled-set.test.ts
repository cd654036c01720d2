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
