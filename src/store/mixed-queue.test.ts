import { expect, it } from 'vitest'
import { mixChecks } from './mixed-queue.ts'

const rows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)
const read = new Set([80, 81, 82])
const isToRead = (row: number) => !read.has(row)

it('puts a control after every twelve photographs and a repeat after every twenty-five that are still to be read', () => {
  const { rows: mixed, asked } = mixChecks(rows(100), { controls: [90, 3, 97], repeats: [81, 80] }, isToRead, 0)
  expect([...mixed].sort((a, b) => a - b)).toEqual([...rows(100)])
  // Row 3 is a control and left its place, so that the twelfth of the others is row 12.
  expect([...mixed.slice(0, 15)]).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 90, 13, 14])
  expect([mixed.indexOf(3), mixed.indexOf(97)]).toEqual([25, 39])
  expect(asked).toEqual([81, 80])
  expect(mixed.indexOf(81)).toBe(27)
})

it('counts on from the decisions made before', () => {
  const { rows: mixed } = mixChecks(rows(30), { controls: [29], repeats: [] }, isToRead, 35)
  expect(mixed.indexOf(29)).toBe(1)
  const now = mixChecks(rows(30), { controls: [29], repeats: [28] }, isToRead, 300)
  expect([...now.rows.slice(0, 3)]).toEqual([29, 28, 0])
})

it('leaves repeats alone that find no place, and gives every control one', () => {
  const { rows: mixed, asked } = mixChecks(rows(10), { controls: [2, 5], repeats: [7] }, isToRead, 0)
  expect([...mixed]).toEqual([0, 1, 3, 4, 6, 7, 8, 9, 2, 5])
  expect(asked).toEqual([])
  expect(mixChecks(rows(4), { controls: [], repeats: [] }, isToRead, 0).rows).toEqual(rows(4))
})
