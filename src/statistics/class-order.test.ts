import { describe, expect, it } from 'vitest'
import { betterClassOrder } from './class-order.ts'

/** Of a fair model: rows are labels. */
const fair = [
  [90, 6, 4, 0, 0],
  [12, 9, 19, 0, 0],
  [8, 10, 60, 8, 4],
  [0, 1, 8, 14, 4],
  [0, 1, 6, 4, 18],
]

/** The same of outputs in another order: `order[k]` is the grade of output k. */
const shuffled = (order: readonly number[], of = fair) => of.map((row) => order.map((grade) => row[grade] ?? 0))

describe('an order of classes that fits far better', () => {
  it.each([
    ['alphabetical', [1, 2, 0, 4, 3]],
    ['alphabetical, the lowest called healthy', [0, 1, 2, 4, 3]],
    ['backwards', [4, 3, 2, 1, 0]],
    ['any other', [3, 0, 4, 1, 2]],
  ])('is found: %s', (_, order) => {
    const found = betterClassOrder(shuffled(order))
    expect(found).toMatchObject({ order, agreeing: 191, n: 286 })
    expect(found?.asTaken).toBeLessThan(191)
  })

  it.each([
    ['in the right order', fair],
    ['that grades too high', fair.map(([a = 0, b = 0, c = 0, d = 0, e = 0]) => [a / 3, (2 * a) / 3, b, c, d + e])],
    [
      'that gives each photograph the grade above',
      [
        [0, 50, 0, 0, 0],
        [0, 0, 30, 0, 0],
        [0, 0, 0, 60, 0],
        [0, 0, 0, 0, 20],
        [0, 0, 0, 0, 20],
      ],
    ],
    ['that says the same of all', fair.map((row) => [0, 0, row.reduce((sum, count) => sum + count, 0), 0, 0])],
    ['that guesses', fair.map((row) => row.map(() => row.reduce((sum, count) => sum + count, 0) / 5))],
    [
      'of few photographs',
      shuffled(
        [1, 2, 0, 4, 3],
        fair.map((row) => row.map((count) => Math.floor(count / 20))),
      ),
    ],
    ['of none', fair.map((row) => row.map(() => 0))],
  ])('is none for a model %s', (_, confusion) => {
    expect(betterClassOrder(confusion)).toBeNull()
  })
})
