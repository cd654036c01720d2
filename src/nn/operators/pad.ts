import { AppError } from '#shared/errors.ts'
import { textAttribute } from '../graph/attributes.ts'
import type { Shape } from '../tensor.ts'
import { mapBack, picking } from './axis-map.ts'
import { axisFrom, known } from './known.ts'
import type { Operator } from './types.ts'

/** Pads before and behind every axis, of which the node may name only some. */
export function padsOf(shape: Shape, pads: readonly number[], axes: readonly number[] | undefined): [number, number][] {
  const named = axes?.map((axis) => axisFrom(axis, shape.length)) ?? shape.map((_, axis) => axis)
  return shape.map((_, axis) => {
    const index = named.indexOf(axis)
    return index < 0 ? [0, 0] : [pads[index] ?? 0, pads[index + named.length] ?? 0]
  })
}

/** Where a place that lies beyond an axis of that length takes its value from. */
export function sourceOf(mode: string, place: number, length: number): number {
  const around = (value: number, period: number) => ((value % period) + period) % period
  switch (mode) {
    case 'edge':
      return Math.min(Math.max(place, 0), length - 1)
    case 'wrap':
      return around(place, length)
    case 'reflect': {
      const period = Math.max(1, 2 * (length - 1))
      const within = around(place, period)
      return within < length ? within : period - within
    }
    default:
      throw new AppError('operator_unsupported', `Pad in the mode ${mode} has no gradient here.`)
  }
}

const pad: Operator = {
  type: 'Pad',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const pads = padsOf(shape, known(context, 1), context.has(3) ? known(context, 3) : undefined)
    return [
      { type, shape: shape.map((dimension, axis) => dimension + (pads[axis]?.[0] ?? 0) + (pads[axis]?.[1] ?? 0)) },
    ]
  },
  gradient: ({ builder, node, gradient, input, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const pads = padsOf(shape, builder.valuesOf(input(1)) ?? [], builder.valuesOf(node.inputs[3] ?? ''))
    const mode = textAttribute(node, 'mode', 'constant')
    if (mode === 'constant') {
      // A pad of -n takes n places away, and so undoes one of n.
      const undone = [0, 1].flatMap((side) => pads.map((both) => -(both[side] as number)))
      return [builder.op('Pad', [dy, builder.integers(...undone)])]
    }
    let dx = dy
    for (const [axis, [before, behind]] of pads.entries()) {
      if (before === 0 && behind === 0) continue
      const length = shape[axis] as number
      const sources = Array.from({ length: before + length + behind }, (_, place) =>
        sourceOf(mode, place - before, length),
      )
      dx = mapBack(builder, dx, axis, picking(sources), length)
    }
    return [dx]
  },
}

export const padOperators: readonly Operator[] = [pad]
