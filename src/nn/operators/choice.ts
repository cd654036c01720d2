import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { int } from '../graph/types.ts'
import { dataTypes } from '../onnx/schema.ts'
import type { ElementType } from '../tensor.ts'
import { broadcastShape, reduceTo } from './broadcast.ts'
import type { InferContext, Operator } from './types.ts'

/** `value` where the condition (a bool value) holds, else 0. Written as a product, which ONNX Runtime computes faster
 *  than Where. */
export function masked(builder: GraphBuilder, condition: string, value: string): string {
  return builder.op('Mul', [builder.op('Cast', [condition], { to: int(dataTypes.float32) }), value])
}

function comparison(type: string): Operator {
  return {
    type,
    domain: '',
    infer: (context) => [{ type: 'bool', shape: broadcastShape(context.type(0).shape, context.type(1).shape) }],
  }
}

/** Throws `AppError('operator_unsupported')` for a type that graphs here do not carry. */
function castTarget({ node }: Pick<InferContext, 'node'>): ElementType {
  const code = intAttribute(node, 'to', 0)
  const found = Object.entries(dataTypes).find(([, known]) => known === code)
  if (found === undefined) {
    throw new AppError('operator_unsupported', `Cast to ONNX's element type ${code} is not supported.`)
  }
  return found[0] as ElementType
}

/** From floating point to floating point it passes the gradient on; whole numbers have none. */
const cast: Operator = {
  type: 'Cast',
  domain: '',
  infer: (context) => [{ type: castTarget(context), shape: context.type(0).shape }],
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    const [from, to] = [inputType(0).type, castTarget({ node })]
    const floating = (type: ElementType) => type === 'float32' || type === 'float64'
    if (dy === undefined || !floating(from) || !floating(to)) return []
    return [from === to ? dy : builder.op('Cast', [dy], { to: int(dataTypes[from]) })]
  },
}

const whereOperator: Operator = {
  type: 'Where',
  domain: '',
  infer: (context) => {
    const widest = [0, 1, 2].map((input) => context.type(input).shape).reduce(broadcastShape)
    return [{ type: context.type(1).type, shape: widest }]
  },
  gradient: ({ builder, gradient, input, inputType, needs }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const zero = builder.scalar(0)
    const part = (index: number, chosen: readonly [string, string]) =>
      needs(index) ? reduceTo(builder, builder.op('Where', [input(0), ...chosen]), inputType(index).shape) : undefined
    return [undefined, part(1, [dy, zero]), part(2, [zero, dy])]
  },
}

export const choiceOperators: readonly Operator[] = [
  comparison('Equal'),
  comparison('Greater'),
  comparison('Less'),
  cast,
  whereOperator,
]
