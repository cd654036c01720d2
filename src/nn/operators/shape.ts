import { intAttribute } from '../graph/attributes.ts'
import { fromEnd, known } from './known.ts'
import type { InferContext, Operator } from './types.ts'

/** The dimensions that a Shape node gives, of which it may name a range. */
export function dimensionsOf({ node, type }: InferContext): readonly number[] {
  const { shape } = type(0)
  const end = intAttribute(node, 'end', shape.length)
  return shape.slice(fromEnd(intAttribute(node, 'start', 0), shape.length), fromEnd(end, shape.length))
}

/** Nothing flows back through what is computed from shapes alone. */
const noGradient: Operator['gradient'] = () => []

const shape: Operator = {
  type: 'Shape',
  domain: '',
  infer: (context) => [{ type: 'int64', shape: [dimensionsOf(context).length] }],
  gradient: noGradient,
}

const size: Operator = {
  type: 'Size',
  domain: '',
  infer: () => [{ type: 'int64', shape: [] }],
  gradient: noGradient,
}

const constantOfShape: Operator = {
  type: 'ConstantOfShape',
  domain: '',
  infer: (context) => {
    const { value } = context.node.attributes
    return [{ type: value?.kind === 'tensor' ? value.value.type : 'float32', shape: known(context, 0) }]
  },
  gradient: noGradient,
}

export const shapeOperators: readonly Operator[] = [shape, size, constantOfShape]
