import { AppError } from '#shared/errors.ts'
import type { Shape } from '../tensor.ts'
import type { Operator } from './types.ts'

/** How many places `start`, `end`, `step` pick from an axis, by ONNX's clamping rule. */
function picked(length: number, start: number, end: number, step: number): number {
  const clamp = (value: number, low: number, high: number) =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high)
  const [from, to] =
    step > 0
      ? [clamp(start, 0, length), clamp(end, 0, length)]
      : [clamp(start, 0, length - 1), clamp(end, -1, length - 1)]
  return Math.max(0, Math.ceil((to - from) / step))
}

export const sliceOperator: Operator = {
  type: 'Slice',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const [starts, ends] = [context.constant(1), context.constant(2)]
    if (starts === undefined || ends === undefined) {
      throw new AppError('operator_unsupported', 'Slice with computed bounds is not supported.')
    }
    const axes = (context.has(3) ? context.constant(3) : undefined) ?? starts.map((_, index) => index)
    const steps = context.has(4) ? context.constant(4) : undefined
    const result: number[] = [...shape]
    for (const [index, raw] of axes.entries()) {
      const axis = raw < 0 ? raw + shape.length : raw
      result[axis] = picked(shape[axis] ?? 0, starts[index] ?? 0, ends[index] ?? 0, steps?.[index] ?? 1)
    }
    return [{ type, shape: result satisfies Shape }]
  },
}
