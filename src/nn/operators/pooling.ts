import { intAttribute } from '../graph/attributes.ts'
import type { ValueType } from '../graph/types.ts'
import { readWindow, windowOutput } from './convolution-shape.ts'
import type { InferContext, Operator } from './types.ts'

function inferGlobal(context: InferContext): readonly ValueType[] {
  const { type, shape } = context.type(0)
  return [{ type, shape: shape.map((dimension, axis) => (axis < 2 ? dimension : 1)) }]
}

function inferWindow(context: InferContext): readonly ValueType[] {
  const { type, shape } = context.type(0)
  const window = readWindow(context.node, shape, [1, 1])
  const ceil = intAttribute(context.node, 'ceil_mode', 0) === 1
  return [{ type, shape: [shape[0] as number, shape[1] as number, ...windowOutput(shape, window, ceil)] }]
}

const globalAverage: Operator = {
  type: 'GlobalAveragePool',
  domain: '',
  infer: inferGlobal,
  gradient: ({ builder, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const places = (shape[2] as number) * (shape[3] as number)
    const share = builder.op('Mul', [dy, builder.scalar(1 / places)])
    return [builder.op('Expand', [share, builder.integers(...shape)])]
  },
}

const globalMax: Operator = { type: 'GlobalMaxPool', domain: '', infer: inferGlobal }
const max: Operator = { type: 'MaxPool', domain: '', infer: inferWindow }
const average: Operator = { type: 'AveragePool', domain: '', infer: inferWindow }

export const poolingOperators: readonly Operator[] = [globalAverage, globalMax, max, average]
