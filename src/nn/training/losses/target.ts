import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import { int } from '../../graph/types.ts'
import { float32 } from '../../tensor.ts'

/** The targets [n,classes] that a loss sees: each smoothed, ε/classes of its row's sum in every class; then each class
 *  multiplied by its weight, as PyTorch does with soft targets. Throws `AppError('usage')`. */
export function preparedTarget(
  builder: GraphBuilder,
  target: string,
  options: { readonly labelSmoothing: number; readonly classWeights?: readonly number[] | undefined },
): string {
  const { labelSmoothing: share, classWeights } = options
  const classes = builder.shapeOf(target)[1] as number
  if (!(share >= 0 && share <= 1)) throw new AppError('usage', `Labels are smoothed by 0 … 1, not ${share}.`)
  if (classWeights && !(classWeights.length === classes && classWeights.every((weight) => weight >= 0))) {
    throw new AppError('usage', `The weights of ${classes} classes are as many numbers, none below 0.`)
  }
  const smooth =
    share === 0
      ? target
      : builder.op('Add', [
          builder.op('Mul', [target, builder.scalar(1 - share)]),
          builder.op('Mul', [rowSums(builder, target), builder.scalar(share / classes)]),
        ])
  return classWeights ? builder.op('Mul', [smooth, builder.constant(float32(classWeights, [1, classes]))]) : smooth
}

/** [n,1]. */
export function rowSums(builder: GraphBuilder, value: string): string {
  return builder.op('ReduceSum', [value, builder.integers(1)], { keepdims: int(1) })
}

/** A scalar. */
export function total(builder: GraphBuilder, value: string): string {
  return builder.op('ReduceSum', [value, builder.integers(0, 1)], { keepdims: int(0) })
}

/** Each row's sum of f(class)·target, [n,1]. */
export function targetMoment(builder: GraphBuilder, target: string, f: (grade: number) => number): string {
  const classes = builder.shapeOf(target)[1] as number
  const values = Float32Array.from({ length: classes }, (_, grade) => f(grade))
  return builder.op('MatMul', [target, builder.constant(float32(values, [classes, 1]))])
}
