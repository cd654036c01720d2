import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { majorityVote } from '../agreement/majority.ts'
import type { Ratings } from '../agreement/ratings.ts'
import { activeLab } from './activelab.ts'
import { crowdOf } from './crowd.ts'
import { crowdlab } from './crowdlab.ts'
import { majorityLabels } from './majority-label.ts'

/** A model that knows nothing, of as many classes. */
const even = (ratings: Ratings, classes: number) => ratings.map(() => new Array<number>(classes).fill(1 / classes))

/** Three readers and a model, each right that often. */
function readings({ skills, model, items = 2000 }: { skills: readonly number[]; model: number; items?: number }) {
  const uniform = seededUniform(7)
  const guess = () => Math.floor(uniform() * 5)
  const truth = Array.from({ length: items }, guess)
  const ratings = truth.map((grade) => skills.map((skill) => (uniform() < skill ? grade : guess())))
  const probabilities = truth.map((grade) => {
    const said = uniform() < model ? grade : guess()
    return [0, 1, 2, 3, 4].map((k) => (k === said ? 0.6 : 0.1))
  })
  return { truth, ratings, probabilities }
}

describe('CROWDLAB', () => {
  it('knows the poor reader, believes the good model, and finds more true grades than the vote', () => {
    const { truth, ratings, probabilities } = readings({ skills: [0.9, 0.55, 0.3], model: 0.85 })
    const crowd = crowdOf(ratings, probabilities)
    const found = crowdlab(crowd)
    const right = (labels: ArrayLike<number>) => truth.filter((grade, item) => grade === labels[item]).length
    expect(right(found.labels)).toBeGreaterThan(right(majorityVote(crowd).map((grade) => grade ?? -1)) + 40)
    const [good = 0, fair = 0, poor = 0] = found.readerQuality
    expect(good).toBeGreaterThan(fair)
    expect(fair).toBeGreaterThan(poor)
    expect(found.weights?.model ?? 0).toBeGreaterThan(found.weights?.readers[2] ?? 0)
    // Items on which it is wrong look worse than those on which it is right.
    const mean = (isRight: boolean) => {
      const values = [...found.quality].filter((_, item) => (found.labels[item] === truth[item]) === isRight)
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    expect(mean(true)).toBeGreaterThan(mean(false) + 0.1)
  })

  it('takes items that nobody rated, and readers who rated nothing', () => {
    const ratings = [
      [0, 0, null],
      [1, 1, null],
      [null, null, null],
      [1, 0, null],
    ]
    const found = crowdlab(crowdOf(ratings, even(ratings, 3)))
    expect(found.labels[2]).toBe(-1)
    expect(found.quality[2]).toBeNaN()
    expect(found.agreement[2]).toBeNaN()
    expect([...found.posterior.slice(6, 9)].map((p) => p.toFixed(6))).toEqual(['0.333333', '0.333333', '0.333333'])
    expect(found.readerQuality[2]).toBeNaN()
    // Without that item and that reader nothing else changes.
    const without = ratings.flatMap(([a = null, b = null], item) => (item === 2 ? [] : [[a, b]]))
    const bare = crowdlab(crowdOf(without, even(without, 3)))
    expect([...found.quality.filter((_, item) => item !== 2)]).toEqual([...bare.quality])
    expect(found.readerQuality.slice(0, 2)).toEqual(bare.readerQuality)
  })

  it('gives a rating what the model gives it where no item has two', () => {
    const ratings = [
      [0, null],
      [null, 1],
      [1, null],
    ]
    const found = crowdlab(
      crowdOf(ratings, [
        [0.2, 0.8],
        [0.3, 0.7],
        [0.5, 0.5],
      ]),
    )
    expect([...found.labels]).toEqual([0, 1, 1])
    expect([...found.quality]).toEqual([0.2, 0.7, 0.5])
    expect(found.readerQuality).toEqual([0.35, 0.7])
    expect(found.weights).toBeNull()
  })

  it('stands by readers who all agree, on one class or several', () => {
    for (const grade of [(item: number) => item % 3, () => 2]) {
      const ratings = Array.from({ length: 30 }, (_, item) => [grade(item), grade(item), grade(item)])
      const { labels, readerQuality, quality } = crowdlab(crowdOf(ratings, even(ratings, 5)))
      expect([...labels]).toEqual(ratings.map((row) => row[0]))
      expect(readerQuality.every((value) => value > 0.5 && value <= 1)).toBe(true)
      expect(quality.every((value) => value > 0.5 && value <= 1)).toBe(true)
    }
  })

  it('takes nothing at all, a single item and a single reader', () => {
    expect(crowdlab(crowdOf([], []))).toMatchObject({ readerQuality: [], weights: null })
    expect([...crowdlab(crowdOf([[1, 1]], [[0.5, 0.5]])).labels]).toEqual([1])
    expect([
      ...crowdlab(
        crowdOf(
          [[1], [0]],
          [
            [0.5, 0.5],
            [0.1, 0.9],
          ],
        ),
      ).quality,
    ]).toEqual([0.5, 0.1])
    expect([
      ...crowdlab(
        crowdOf(
          [[null], [null]],
          [
            [0.5, 0.5],
            [0.1, 0.9],
          ],
        ),
      ).labels,
    ]).toEqual([-1, -1])
  })

  it('refuses what is no rating and no probability', () => {
    expect(() => crowdOf([[0, 2]], [[0.5, 0.5]])).toThrow('Rating 2 of item 0')
    expect(() => crowdOf([[0, 0.5]], [[0.5, 0.5]])).toThrow('Rating 0.5')
    expect(() =>
      crowdOf(
        [[0, 1], [0]],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
    ).toThrow('Item 1 has 1 ratings')
    expect(() => crowdOf([[0, 1]], [[0.5, 0.2]])).toThrow('sum to 0.7')
    expect(() => crowdOf([[0, 0]], [[1]])).toThrow('fewer than two classes')
    expect(() => crowdOf([[0, 1]], [])).toThrow('differ in length')
  })
})

it('breaks tied votes by the model, then the rarer class, then the better reader, then the lower class', () => {
  const labels = (ratings: Ratings, probabilities: number[][]) => [...majorityLabels(crowdOf(ratings, probabilities))]
  expect(labels([[0, 1]], [[0.4, 0.6]])).toEqual([1])
  expect(
    labels(
      [
        [0, 1],
        [0, null],
      ],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ),
  ).toEqual([1, 0])
  // Both classes are given four times; the second reader is alone against two others once.
  const ratings = [
    [0, 1, null],
    [0, 1, 0],
    [1, 1, null],
    [0, null, null],
  ]
  expect(labels(ratings, even(ratings, 2))).toEqual([0, 0, 1, 0])
  expect(labels([[1, 0]], [[0.5, 0.5]])).toEqual([0])
})

describe('ActiveLab', () => {
  it('asks first where readers differ, then where few were asked, last where many agree', () => {
    const agreed = Array.from({ length: 40 }, (_, item) => [item % 2, item % 2, item % 2])
    const ratings = [[0, 1, null], [0, null, null], ...agreed, [null, null, null]]
    const probabilities = ratings.map((row) => (row[0] === 1 ? [0.2, 0.8] : row[0] === 0 ? [0.8, 0.2] : [0.55, 0.45]))
    const { scores, order } = activeLab(crowdOf(ratings, probabilities))
    expect(order.slice(0, 3)).toEqual([42, 0, 1])
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true)
  })

  it('takes items without any rating alone, as doubtful as the model', () => {
    const { scores, temperature, order } = activeLab(
      crowdOf(
        [[null], [null]],
        [
          [0.9, 0.1],
          [0.5, 0.5],
        ],
      ),
    )
    expect([...scores].map((score) => score.toFixed(6))).toEqual(['0.700000', '0.500000'])
    expect({ temperature, order }).toEqual({ temperature: 1, order: [1, 0] })
    expect(activeLab(crowdOf([], []))).toMatchObject({ order: [] })
  })

  it('flattens a model that is surer than readers are of one another', () => {
    const { ratings, probabilities } = readings({ skills: [0.6, 0.6, 0.6], model: 0.6 })
    const sure = probabilities.map((row) => row.map((p) => (p > 0.5 ? 0.996 : 0.001)))
    const flatter = activeLab(crowdOf(ratings, sure))
    expect(flatter.temperature).toBeGreaterThan(3)
    expect(activeLab(crowdOf(ratings, probabilities)).temperature).toBeLessThan(flatter.temperature)
  })
})
