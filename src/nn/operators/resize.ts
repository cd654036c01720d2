import { AppError } from '#shared/errors.ts'
import { intAttribute, intsAttribute, textAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { type AxisMap, mapBack } from './axis-map.ts'
import { axisFrom, known } from './known.ts'
import type { Operator } from './types.ts'

/** How one axis is resized. */
export interface AxisResize {
  readonly from: number
  readonly to: number
  readonly scale: number
}

/** Every axis, from the values of the scales or sizes, of which the node may name only some. */
export function resizes(
  node: GraphNode,
  shape: Shape,
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
): readonly AxisResize[] {
  const axes = intsAttribute(node, 'axes')?.map((axis) => axisFrom(axis, shape.length)) ?? shape.map((_, axis) => axis)
  return shape.map((from, axis) => {
    const index = axes.indexOf(axis)
    const size = sizes?.[index]
    const scale = scales?.[index]
    if (size !== undefined) return { from, to: size, scale: size / from }
    return scale === undefined ? { from, to: from, scale: 1 } : { from, to: Math.floor(from * scale), scale }
  })
}

/** Place in the input, between its places, that an output place looks at. */
function coordinate(mode: string, { from, to, scale }: AxisResize, place: number): number {
  switch (mode) {
    case 'half_pixel':
      return (place + 0.5) / scale - 0.5
    case 'pytorch_half_pixel':
      return to > 1 ? (place + 0.5) / scale - 0.5 : 0
    case 'half_pixel_symmetric': {
      const offset = (from / 2) * (1 - to / (scale * from))
      return offset + (place + 0.5) / scale - 0.5
    }
    case 'align_corners':
      return to > 1 ? (place * (from - 1)) / (to - 1) : 0
    case 'asymmetric':
      return place / scale
    default:
      throw new AppError('operator_unsupported', `Resize by the coordinates ${mode} has no gradient here.`)
  }
}

function nearest(mode: string, x: number): number {
  switch (mode) {
    case 'round_prefer_ceil':
      return Math.floor(x + 0.5)
    case 'floor':
      return Math.floor(x)
    case 'ceil':
      return Math.ceil(x)
    default:
      return Math.ceil(x - 0.5)
  }
}

/** What each place of a resized axis is made of. Throws `AppError('operator_unsupported')` for interpolation that is
 *  neither nearest nor linear. */
export function resizeMap(node: GraphNode, axis: AxisResize): AxisMap {
  const mode = textAttribute(node, 'mode', 'nearest')
  if ((mode !== 'nearest' && mode !== 'linear') || intAttribute(node, 'antialias', 0) === 1) {
    const how = mode === 'nearest' || mode === 'linear' ? 'with antialiasing' : `by the mode ${mode}`
    throw new AppError('operator_unsupported', `Resize ${how} has no gradient here.`)
  }
  const coordinates = textAttribute(node, 'coordinate_transformation_mode', 'half_pixel')
  const rounding = textAttribute(node, 'nearest_mode', 'round_prefer_floor')
  const within = (place: number) => Math.min(Math.max(place, 0), axis.from - 1)
  return Array.from({ length: axis.to }, (_, place) => {
    const x = coordinate(coordinates, axis, place)
    if (mode === 'nearest') return [[within(nearest(rounding, x)), 1]]
    const clamped = within(x)
    const low = Math.floor(clamped)
    const share = clamped - low
    return share === 0
      ? [[low, 1]]
      : [
          [low, 1 - share],
          [low + 1, share],
        ]
  })
}

/** Inputs: image, region (unused), scales or sizes. */
const resize: Operator = {
  type: 'Resize',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    if (textAttribute(context.node, 'keep_aspect_ratio_policy', 'stretch') !== 'stretch') {
      throw new AppError('operator_unsupported', 'Resize that keeps the aspect ratio is not supported.')
    }
    const [scales, sizes] = [2, 3].map((input) => (context.has(input) ? known(context, input) : undefined))
    return [{ type, shape: resizes(context.node, shape, scales, sizes).map(({ to }) => to) }]
  },
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const [scales, sizes] = [2, 3].map((index) => builder.valuesOf(node.inputs[index] ?? ''))
    let dx = dy
    for (const [axis, how] of resizes(node, inputType(0).shape, scales, sizes).entries()) {
      if (how.from !== how.to || how.scale !== 1) dx = mapBack(builder, dx, axis, resizeMap(node, how), how.from)
    }
    return [dx]
  },
}

export const resizeOperators: readonly Operator[] = [resize]
