import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import type { Shape } from '../tensor.ts'
import { mapBack, picking } from './axis-map.ts'
import { axisFrom, fromEnd, known } from './known.ts'
import type { Operator } from './types.ts'

/** What a Slice picks from one axis: `count` places from `start` on. */
interface Cut {
  readonly axis: number
  readonly start: number
  readonly step: number
  readonly count: number
}

/** By ONNX's clamping rule. */
function cut(axis: number, length: number, start: number, end: number, step: number): Cut {
  if (step === 0) throw new AppError('model_unreadable', 'A Slice has a step of 0.')
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(fromEnd(value, length), low), high)
  const [from, to] =
    step > 0
      ? [clamp(start, 0, length), clamp(end, 0, length)]
      : [clamp(start, 0, length - 1), clamp(end, -1, length - 1)]
  return { axis, start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) }
}

/** The cuts along the axes that a Slice names, from the values of its inputs after the first. */
export function cuts(
  shape: Shape,
  [starts, ends, axes, steps]: readonly (readonly number[] | undefined)[],
): readonly Cut[] {
  return (starts ?? []).map((start, index) => {
    const axis = axisFrom(axes?.[index] ?? index, shape.length)
    return cut(axis, shape[axis] ?? 0, start, ends?.[index] ?? 0, steps?.[index] ?? 1)
  })
}

const slice: Operator = {
  type: 'Slice',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const given = [1, 2, 3, 4].map((input) => (context.has(input) ? known(context, input) : undefined))
    const result = [...shape]
    for (const { axis, count } of cuts(shape, given)) result[axis] = count
    return [{ type, shape: result }]
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const all = cuts(
      shape,
      node.inputs.slice(1).map((name) => builder.valuesOf(name)),
    )
    const before = shape.map(() => 0)
    const behind = shape.map(() => 0)
    let dx = dy
    for (const { axis, start, step, count } of all) {
      const length = shape[axis] ?? 0
      if (step === 1) {
        before[axis] = start
        behind[axis] = length - start - count
      } else {
        const places = Array.from({ length: count }, (_, place) => start + place * step)
        dx = mapBack(builder, dx, axis, picking(places), length)
      }
    }
    const pads = [...before, ...behind]
    return [pads.every((pad) => pad === 0) ? dx : builder.op('Pad', [dx, builder.integers(...pads)])]
  },
}

/** Picks whole slices along an axis. Its gradient is known where the places are. */
const gather: Operator = {
  type: 'Gather',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const axis = axisFrom(intAttribute(context.node, 'axis', 0), shape.length)
    return [{ type, shape: [...shape.slice(0, axis), ...context.type(1).shape, ...shape.slice(axis + 1)] }]
  },
  gradient: ({ builder, node, gradient, input, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const places = builder.valuesOf(input(1))
    if (places === undefined) {
      throw new AppError('operator_unsupported', 'A Gather of computed places has no gradient here.')
    }
    const axis = axisFrom(intAttribute(node, 'axis', 0), shape.length)
    const length = shape[axis] ?? 0
    const rows = builder.op('Reshape', [dy, builder.integers(...shape.with(axis, places.length))])
    return [mapBack(builder, rows, axis, picking(places.map((place) => axisFrom(place, length))), length)]
  },
}

/** Gives values of the third input to the places of the first that the second names. */
const scatterElements: Operator = { type: 'ScatterElements', domain: '', infer: (context) => [context.type(0)] }

export const sliceOperators: readonly Operator[] = [slice, gather, scatterElements]
