import { float32 } from '../tensor.ts'
import type { Head } from './head.ts'

/** The closest non-increasing sequence in least squares: neighbours that rise are replaced by their mean (pool adjacent
 *  violators; Ayer 1955). */
export function nonIncreasing(values: readonly number[]): readonly number[] {
  const pools: { mean: number; count: number }[] = []
  for (const value of values) {
    let pool = { mean: value, count: 1 }
    for (let last = pools.at(-1); last !== undefined && last.mean < pool.mean; last = pools.at(-1)) {
      pools.pop()
      const count = last.count + pool.count
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count }
    }
    pools.push(pool)
  }
  return pools.flatMap(({ mean, count }) => new Array<number>(count).fill(mean))
}

/** A logit each for "grade ≥ 1" … "grade ≥ classes-1" (Cheng 2008): a grade's probability is the difference of two. */
export const ordinalHead: Head = {
  kind: 'ordinal',
  losses: ['ordinal', 'quadratic-kappa', 'mean-squared'],
  logits: (classes) => classes - 1,
  probabilities: (logits, classes) => {
    const count = classes - 1
    const probabilities = new Float32Array((logits.length / count) * classes)
    for (let row = 0; row * count < logits.length; row++) {
      const own = logits.subarray(row * count, (row + 1) * count)
      const atLeast = [1, ...nonIncreasing(Array.from(own, (value) => 1 / (1 + Math.exp(-value)))), 0]
      for (let grade = 0; grade < classes; grade++)
        probabilities[row * classes + grade] = (atLeast[grade] as number) - (atLeast[grade + 1] as number)
    }
    return probabilities
  },
  // For "at least this grade", against "at least the next".
  evidence: (grade, classes) =>
    Array.from({ length: classes - 1 }, (_, k) => (k + 1 === grade ? 1 : k === grade ? -1 : 0)),
  // With q the probability of "grade ≥ k", the mean is Σq, and the mean square Σ(k² - (k-1)²)·q.
  addMoments: (builder, logits, classes) => {
    const atLeast = builder.op('Sigmoid', [logits])
    const column = (value: (k: number) => number) => {
      const values = Float32Array.from({ length: classes - 1 }, (_, index) => value(index + 1))
      return builder.constant(float32(values, [classes - 1, 1]))
    }
    return {
      mean: builder.op('MatMul', [atLeast, column(() => 1)]),
      meanSquare: builder.op('MatMul', [atLeast, column((k) => 2 * k - 1)]),
    }
  },
}
