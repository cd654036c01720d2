import { expect, it } from 'vitest'
import { diverseOrder } from './diverse-order.ts'

const rows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)
const towards = (angle: number) => Int8Array.of(Math.round(127 * Math.cos(angle)), Math.round(127 * Math.sin(angle)))

it('keeps alike photographs apart, and nobody waits for long', () => {
  // Ten of one kind, then ten of another.
  const kind = (row: number) => (row < 10 ? 0 : 1)
  const ordered = diverseOrder(rows(20), (row) => towards(kind(row) * Math.PI + row / 100))
  expect([...ordered].sort((a, b) => a - b)).toEqual([...rows(20)])
  expect(ordered[0]).toBe(0)
  const first = [...ordered.slice(0, 3)].map(kind)
  expect(new Set(first).size).toBe(2)
  for (const [place, row] of ordered.entries()) expect(place - row).toBeLessThanOrEqual(13)
})

it('leaves an order of photographs that are all unlike, or unknown, as it is', () => {
  expect(diverseOrder(rows(30), () => undefined)).toEqual(rows(30))
  expect(diverseOrder(rows(0), () => undefined)).toEqual(rows(0))
  const same = diverseOrder(rows(30), () => towards(1))
  expect(same).toEqual(rows(30))
})

it('takes turns between two kinds for as long as both wait', () => {
  const kind = (row: number) => (row < 13 ? 0 : 1)
  const ordered = [...diverseOrder(rows(33), (row) => towards(2 * kind(row)))].map(kind)
  const whileBothWait = ordered.slice(2, ordered.lastIndexOf(0) + 1)
  expect(whileBothWait.length).toBeGreaterThan(18)
  expect(whileBothWait.join('')).not.toMatch(/000|111/)
  // Thirty of one kind before any of the other: they must not all come as soon as they have waited for long.
  const late = [...diverseOrder(rows(60), (row) => towards(row < 30 ? 0 : 2))].map((row) => (row < 30 ? 0 : 1))
  expect(late.slice(late.indexOf(1), late.lastIndexOf(0) + 1).join('')).not.toMatch(/000|111/)
})

it('does not put the few that are known behind all that are not', () => {
  const known = (row: number) => (row < 10 ? towards((row % 2) * Math.PI + row / 100) : undefined)
  const ordered = [...diverseOrder(rows(40), known)]
  for (let row = 0; row < 10; row++) expect(ordered.indexOf(row)).toBeLessThan(20)
})
