import { softmaxRows } from '#numerics/softmax.ts'
import { float32 } from '../tensor.ts'
import type { Head } from './head.ts'

/** One logit a class. */
export const softmaxHead: Head = {
  kind: 'softmax',
  losses: ['cross-entropy', 'quadratic-kappa', 'mean-squared'],
  logits: (classes) => classes,
  probabilities: softmaxRows,
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
