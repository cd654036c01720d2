import { AppError } from '#shared/errors.ts'
import type { InferContext } from './types.ts'

/** The values of an input that a shape follows from. Throws `AppError('operator_unsupported')` where they are only
 *  known once the graph runs. */
export function known(context: InferContext, input: number): readonly number[] {
  const values = context.constant(input)
  if (values === undefined) {
    throw new AppError(
      'operator_unsupported',
      `${context.node.type} whose ${context.node.inputs[input]} is computed is not supported.`,
    )
  }
  return values
}

/** A place counted from the first of `length`, of those that may be counted back from the end; it may lie beyond. */
export function fromEnd(place: number, length: number): number {
  return place < 0 ? place + length : place
}

/** The same of an axis or another place that must exist. Throws `AppError('model_unreadable')` for one that does not. */
export function axisFrom(axis: number, rank: number): number {
  const counted = fromEnd(axis, rank)
  if (counted >= 0 && counted < rank) return counted
  throw new AppError('model_unreadable', `There is no axis or place ${axis} among ${rank}.`)
}
