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
