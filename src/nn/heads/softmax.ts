import { float32 } from '../tensor.ts'
import type { Head } from './head.ts'

/** Probabilities of n photographs from their logits [n,classes], row after row. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length)
  for (let row = 0; row < logits.length; row += classes) {
    let largest = Number.NEGATIVE_INFINITY
    for (let i = row; i < row + classes; i++) largest = Math.max(largest, logits[i] as number)
    let total = 0
    for (let i = row; i < row + classes; i++) {
      const value = Math.exp((logits[i] as number) - largest)
      probabilities[i] = value
      total += value
    }
    for (let i = row; i < row + classes; i++) probabilities[i] = (probabilities[i] as number) / total
  }
  return probabilities
}

/** One logit a class. */
export const softmaxHead: Head = {
  kind: 'softmax',
  losses: ['cross-entropy', 'quadratic-kappa', 'mean-squared'],
  logits: (classes) => classes,
  probabilities: softmax,
  evidence: (grade, classes) => Array.from({ length: classes }, (_, k) => (k === grade ? 1 : 0)),
  addMoments: (builder, logits, classes) => {
    const probabilities = builder.op('Softmax', [logits])
    const grades = Float32Array.from({ length: classes }, (_, k) => k)
    const column = (values: Float32Array) => builder.constant(float32(values, [classes, 1]))
    return {
      mean: builder.op('MatMul', [probabilities, column(grades)]),
      meanSquare: builder.op('MatMul', [probabilities, column(grades.map((grade) => grade ** 2))]),
    }
  },
}
