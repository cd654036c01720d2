import { expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { softmax } from '../../numerics/softmax.ts'
import { labelledSet } from './labelled-set.ts'
import { fitMatrixScaling, scaledRow } from './matrix-scaling.ts'

/** Labels drawn by `truth(p)`, where the model says p. */
function drawn(n: number, truth: (row: number[]) => number[]) {
  const uniform = seededUniform(5)
  const rows = Array.from({ length: n }, () => softmax([1, 2, 3].map(() => 4 * uniform())))
  const labels = rows.map((row) => {
    const p = truth([...row])
    const point = uniform()
    return p.findIndex((_, k) => point < p.slice(0, k + 1).reduce((sum, share) => sum + share, k === 2 ? 1 : 0))
  })
  return {
    set: labelledSet(
      labels,
      rows.map((row) => [...row]),
    ),
    rows,
  }
}

it('turns a model part of the way to what its labels tell', () => {
  // The truth is the model's row with twice its logarithms and a bias for the last class.
  const turned = (row: number[]) => [...softmax(row.map((p, k) => 2 * Math.log(p) + (k === 2 ? 1 : 0)))]
  const { set, rows } = drawn(6000, turned)
  const scaling = fitMatrixScaling(set)
  const off = (of: (row: ArrayLike<number>) => ArrayLike<number>) =>
    rows.slice(0, 200).reduce((sum, row) => {
      const [found, wanted] = [of(row), turned([...row])]
      return sum + Math.max(...wanted.map((p, k) => Math.abs(p - (found[k] as number)))) / 200
    }, 0)
  expect(off((row) => scaledRow(scaling, row))).toBeLessThan(0.7 * off((row) => row))
})

it('leaves a model alone that few labels speak of, and one that is right', () => {
  const row = [0.7, 0.2, 0.1]
  expect([...scaledRow(fitMatrixScaling(labelledSet([0], [row])), row)]).toEqual(row.map((p) => expect.closeTo(p, 1)))
  const { set } = drawn(4000, (given) => given)
  expect([...scaledRow(fitMatrixScaling(set), row)]).toEqual(row.map((p) => expect.closeTo(p, 1)))
})

it('is finite where the model is sure, and wrong', () => {
  const set = labelledSet(
    [0, 1, 2, 0],
    [
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ],
  )
  const scaled = scaledRow(fitMatrixScaling(set), [0, 1, 0])
  expect(scaled.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
  expect(Math.min(...scaled)).toBeGreaterThan(0)
})
