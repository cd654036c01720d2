import { expect, it } from 'vitest'
import { mixChecks } from './mixed-queue.ts'

const rows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)
const read = new Set([80, 81, 82])
const isToRead = (row: number) => !read.has(row)

it('puts a control after every twelve photographs and a repeat after every twenty-five that are still to be read', () => {
  const mixed = mixChecks(rows(90), { controls: [94, 90, 97], repeats: [91, 95] }, isToRead, 0)
  expect([...mixed].sort((a, b) => a - b)).toEqual([...rows(90), 90, 91, 94, 95, 97])
  expect([...mixed.slice(0, 15)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 94, 12, 13])
  expect([mixed.indexOf(90), mixed.indexOf(97)]).toEqual([25, 39])
  expect(mixed.indexOf(91)).toBe(27)
})

it('counts on from the decisions made before', () => {
  const mixed = mixChecks(rows(29), { controls: [29], repeats: [] }, isToRead, 35)
  expect(mixed.indexOf(29)).toBe(1)
  const now = mixChecks(rows(28), { controls: [29], repeats: [28] }, isToRead, 300)
  expect([...now.slice(0, 3)]).toEqual([29, 28, 0])
})

it('has those last that find no place, where none of them tells by it what it is', () => {
  const mixed = mixChecks(rows(8), { controls: [8, 11], repeats: [9] }, isToRead, 0)
  expect([...mixed]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 9])
  expect(mixChecks(rows(4), { controls: [], repeats: [] }, isToRead, 0)).toEqual(rows(4))
})
