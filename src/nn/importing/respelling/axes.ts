import { intAttribute } from '../../graph/attributes.ts'
import { ints } from '../../graph/types.ts'
import { type ForeignNode, type Respelling, wholeNumbers, without, written } from './foreign-node.ts'

/** Axes as an attribute, as reductions but ReduceSum have them up to operator set 17. */
export const reduction: Respelling = (foreign) => {
  const { node, inputs } = foreign
  const [x = '', axes = ''] = inputs
  const attributes = without(node, 'noop_with_empty_axes')
  if (axes !== '') return written(foreign, [x], { ...attributes, axes: ints(wholeNumbers(foreign, axes)) })
  return intAttribute(node, 'noop_with_empty_axes', 0) === 1 ? [x] : written(foreign, [x], attributes)
}

/** Parts of equal size by their sizes. */
export const split: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const [x = '', sizes = ''] = inputs
  const parts = sizes === '' ? equalParts(foreign, x) : wholeNumbers(foreign, sizes)
  return written(foreign, [x, builder.integers(...parts)], without(node, 'num_outputs'))
}

function equalParts({ builder, node }: ForeignNode, x: string): readonly number[] {
  const length = builder.shapeOf(x).at(intAttribute(node, 'axis', 0)) ?? 0
  const each = Math.ceil(length / node.outputs.length)
  return node.outputs.map((_, i) => Math.max(0, Math.min(each, length - i * each)))
}

/** Pads of every axis, as operator sets before 18 want them. */
export const pad: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const [x = '', pads = '', value = '', axes = ''] = inputs
  const rest = value === '' ? [] : [value]
  if (axes === '') return written(foreign, [x, pads, ...rest], node.attributes)
  const rank = builder.shapeOf(x).length
  const [given, places] = [wholeNumbers(foreign, pads), wholeNumbers(foreign, axes)]
  const all = Array<number>(2 * rank).fill(0)
  for (const [i, axis] of places.entries()) {
    const place = axis < 0 ? axis + rank : axis
    all[place] = given[i] ?? 0
    all[place + rank] = given[i + places.length] ?? 0
  }
  return written(foreign, [x, builder.integers(...all), ...rest], node.attributes)
}
