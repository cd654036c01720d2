import { describe, expect, it } from 'vitest'
import type { BoundaryEntryReport } from '#shared/contract/health.ts'
import { foundPlot, noisiestFirst } from './found-plot.ts'

const entry: BoundaryEntryReport = {
  ...{ boundary: [1, 2], photographs: 500, read: 80, found: 40, controls: 20, wrongControls: 5 },
  ...{ remaining: 60, remainingInterval: [30, 110], gain: 2.4, gainInterval: null, mayStop: false, advice: 'Read on.' },
  curve: [
    [0, 0],
    [80, 40],
  ],
}

describe('the curve of a boundary', () => {
  it('is held against random order and against all wrong labels there are', () => {
    const { random, total, x, y } = foundPlot(entry)
    expect(random).toBe(20)
    expect(total).toEqual({ value: 100, low: 70, high: 150 })
    expect(x).toEqual([0, 80])
    expect(y[1]).toBeGreaterThan(150)
  })

  it('is not laid flat by a total that is many times what was found', () => {
    const many = { ...entry, remaining: 6000, remainingInterval: [3000, 9000] as [number, number] }
    const { total, showsTotal, y } = foundPlot(many)
    expect(total?.value).toBe(6040)
    expect(showsTotal).toBe(false)
    expect(y[1]).toBeCloseTo(41.6, 9)
    expect(foundPlot(entry).showsTotal).toBe(true)
    expect(foundPlot({ ...entry, remainingInterval: [30, 700] }).showsTotal).toBe(false)
  })

  it('stands alone before a control has been read', () => {
    const plot = foundPlot({ ...entry, controls: 0, wrongControls: 0, remaining: null, remainingInterval: null })
    expect([plot.random, plot.total]).toEqual([null, null])
    expect(foundPlot({ ...entry, controls: 4, wrongControls: 4 }).random).toBeNull()
    expect(plot.y[1]).toBeCloseTo(41.6, 9)
  })

  it('has axes before anything has been read', () => {
    const nothing = { read: 0, found: 0, controls: 0, wrongControls: 0, remaining: null, remainingInterval: null }
    const { x, y } = foundPlot({ ...entry, ...nothing, curve: [[0, 0]] })
    expect(x).toEqual([0, 1])
    expect(y[1]).toBeGreaterThan(0)
  })
})

it('Mild and Moderate come first, the others in their order', () => {
  const entries = (
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ] as const
  ).map((pair) => ({ ...entry, boundary: [...pair] as [0, 1] }))
  expect(noisiestFirst(entries).map(({ boundary }) => boundary[0])).toEqual([1, 0, 2, 3])
})
