import { describe, expect, it } from 'vitest'
import { columnsFor, pagesFor } from './grid-layout.ts'

describe('the grid', () => {
  it('has as many columns as fit, and one at least', () => {
    expect(columnsFor(1000, 176, 10)).toBe(5)
    expect(columnsFor(920, 176, 10)).toBe(5)
    expect(columnsFor(919, 176, 10)).toBe(4)
    expect(columnsFor(50, 176, 10)).toBe(1)
  })

  it('asks for the pages in sight', () => {
    expect(pagesFor(0, 30, 120)).toEqual([0])
    expect(pagesFor(110, 130, 120)).toEqual([0, 1])
    expect(pagesFor(480, 500, 120)).toEqual([4])
    expect(pagesFor(0, -1, 120)).toEqual([0])
  })
})
