import { intAttribute } from '../graph/attributes.ts'
import type { ValueType } from '../graph/types.ts'
import { masked } from './choice.ts'
import { readWindow, windowOutput } from './convolution-shape.ts'
import { firstLargest } from './first-largest.ts'
import type { InferContext, Operator } from './types.ts'

/** Shape rule of a pool over windows. A second output, where there is one, holds places. */
export function inferWindow(context: InferContext): readonly ValueType[] {
  const { type, shape } = context.type(0)
  const window = readWindow(context.node, shape, [1, 1])
  const ceil = intAttribute(context.node, 'ceil_mode', 0) === 1
  const pooled = [shape[0] as number, shape[1] as number, ...windowOutput(shape, window, ceil)]
  return [
    { type, shape: pooled },
    { type: 'int64', shape: pooled },
  ]
}

function inferGlobal(context: InferContext): readonly ValueType[] {
  const { type, shape } = context.type(0)
  return [{ type, shape: shape.map((dimension, axis) => (axis < 2 ? dimension : 1)) }]
}

const globalAverage: Operator = {
  type: 'GlobalAveragePool',
  domain: '',
  infer: inferGlobal,
  gradient: ({ builder, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const places = shape.slice(2).reduce((product, dimension) => product * dimension, 1)
    const share = builder.op('Mul', [dy, builder.scalar(1 / places)])
    return [builder.op('Expand', [share, builder.integers(...shape)])]
  },
}

/** The first of several equal places takes the whole gradient, as in PyTorch. */
const globalMax: Operator = {
  type: 'GlobalMaxPool',
  domain: '',
  infer: inferGlobal,
  gradient: ({ builder, node, gradient, input, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const rows = (name: string) => builder.op('Reshape', [name, builder.integers(shape[0] ?? 0, shape[1] ?? 0, -1)])
    const first = firstLargest(builder, rows(input(0)), rows(node.outputs[0] as string), 2)
    const spread = masked(builder, first, rows(dy))
    return [builder.op('Reshape', [spread, builder.integers(...shape)])]
  },
}

export const poolingOperators: readonly Operator[] = [globalAverage, globalMax]
