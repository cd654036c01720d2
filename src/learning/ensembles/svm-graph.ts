import type { GraphBuilder } from '#nn/graph/builder.ts'
import { int } from '#nn/graph/types.ts'
import { float32 } from '#nn/tensor.ts'
import { leastPairProbability, type Svm } from '#statistics/stacking/svm/svm.ts'
import { addAffine } from './affine.ts'

/** Probabilities [n,classes] of a support vector machine from features [n,width], as `svmRow` gives them. */
export function addSvm(builder: GraphBuilder, features: string, svm: Svm): string {
  const { pairs, classes } = svm
  const decisions = addDecisions(builder, features, svm)
  const row = (of: (pair: Svm['pairs'][number]) => number) =>
    builder.constant(float32(pairs.map(of), [1, pairs.length]))
  const sloped = builder.op('Mul', [decisions, row(({ sigmoid: [slope] }) => -slope)])
  const shifted = builder.op('Add', [sloped, row(({ sigmoid: [, shift] }) => -shift)])
  const least = builder.op('Max', [builder.op('Sigmoid', [shifted]), builder.scalar(leastPairProbability)])
  const positive = builder.op('Min', [least, builder.scalar(1 - leastPairProbability)])
  const negative = builder.op('Sub', [builder.scalar(1), positive])
  const chances = Array.from({ length: classes }, () => new Array<string>(classes).fill(''))
  const place = (values: string, of: (pair: Svm['pairs'][number]) => readonly [number, number]) => {
    const columns = pairs.length === 1 ? [values] : builder.node('Split', [values], split(pairs.length))
    for (const [index, pair] of pairs.entries()) {
      const [i, j] = of(pair)
      ;(chances[i] as string[])[j] = columns[index] as string
    }
  }
  place(positive, (pair) => [pair.positive, pair.negative])
  place(negative, (pair) => [pair.negative, pair.positive])
  return addCoupling(builder, chances)
}

const split = (count: number) => ({ attributes: { axis: int(1) }, count })

/** Decision values of the pairs, [n,pairs]. */
function addDecisions(builder: GraphBuilder, features: string, { kernel, vectors, pairs }: Svm): string {
  const offset = pairs.map((pair) => -pair.offset)
  const width = vectors[0]?.length ?? 0
  const weights = new Float64Array((kernel.name === 'linear' ? width : vectors.length) * pairs.length)
  const add = (row: number, pair: number, value: number) => {
    const at = row * pairs.length + pair
    weights[at] = (weights[at] as number) + value
  }
  for (const [pair, { support, coefficients }] of pairs.entries()) {
    for (const [k, vector] of support.entries()) {
      const coefficient = coefficients[k] as number
      // A linear kernel's vectors add up to one.
      if (kernel.name === 'rbf') add(vector, pair, coefficient)
      else for (const [at, value] of (vectors[vector] ?? []).entries()) add(at, pair, coefficient * value)
    }
  }
  const affine = { matrix: [...weights], from: weights.length / pairs.length, offset }
  if (kernel.name === 'linear') return addAffine(builder, features, affine)
  // Differences first: the squares of both less their product would leave little of them.
  const rows = builder.op('Unsqueeze', [features, builder.integers(1)])
  const apart = builder.op('Sub', [rows, builder.constant(float32(vectors.flat(), [1, vectors.length, width]))])
  const squares = builder.op('ReduceSum', [builder.op('Mul', [apart, apart]), builder.integers(2)], {
    keepdims: int(0),
  })
  return addAffine(builder, builder.op('Exp', [builder.op('Mul', [squares, builder.scalar(-kernel.gamma)])]), affine)
}

/** Probabilities [n,k] from those of every pair, [n,1] each, as `couplePairs` finds them: least squares under a sum of 1. With
 *  that sum, adding 1 to every place of the matrix changes no solution, and makes it one that can be solved for without
 *  looking for pivots: its solution is then a multiple of the probabilities. */
function addCoupling(builder: GraphBuilder, chances: readonly (readonly string[])[]): string {
  const k = chances.length
  const op = (type: string, ...inputs: readonly string[]) => builder.op(type, inputs)
  const chance = (i: number, j: number) => chances[i]?.[j] as string
  const one = builder.scalar(1)
  const classes = Array.from({ length: k }, (_, i) => i)
  const matrix = classes.map((i) =>
    classes.map((j) => {
      if (i !== j) return op('Sub', one, op('Mul', chance(j, i), chance(i, j)))
      const squares = classes
        .filter((other) => other !== i)
        .map((other) => op('Mul', chance(other, i), chance(other, i)))
      return squares.reduce((sum, square) => op('Add', sum, square), one)
    }),
  )
  const at = (row: number, column: number) => matrix[row]?.[column] as string
  const right = new Array<string>(k).fill(one)
  const less = (value: string, factor: string, of: string) => op('Sub', value, op('Mul', factor, of))
  for (const pivot of classes) {
    for (const row of classes.slice(pivot + 1)) {
      // The matrix is symmetric: only its upper half is kept.
      const factor = op('Div', at(pivot, row), at(pivot, pivot))
      for (const column of classes.slice(row)) {
        ;(matrix[row] as string[])[column] = less(at(row, column), factor, at(pivot, column))
      }
      right[row] = less(right[row] as string, factor, right[pivot] as string)
    }
  }
  const found = new Array<string>(k).fill('')
  for (const row of classes.toReversed()) {
    const rest = classes
      .slice(row + 1)
      .reduce((value, column) => less(value, at(row, column), found[column] as string), right[row] as string)
    found[row] = op('Div', rest, at(row, row))
  }
  const sum = found.reduce((all, value) => op('Add', all, value))
  return builder.op(
    'Concat',
    found.map((value) => op('Div', value, sum)),
    { axis: int(1) },
  )
}
