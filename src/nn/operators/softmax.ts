import { intAttribute } from '../graph/attributes.ts'
import { int, internalDomain } from '../graph/types.ts'
import { axisFrom } from './known.ts'
import { reduceMax } from './reduction.ts'
import type { GradientContext, Operator } from './types.ts'

const infer: Operator['infer'] = (context) => [context.type(0)]

function sumOverAxis({ builder, node, inputType }: GradientContext, value: string): string {
  const axis = intAttribute(node, 'axis', -1)
  const rank = inputType(0).shape.length
  return builder.op('ReduceSum', [value, builder.integers(axisFrom(axis, rank))], { keepdims: int(1) })
}

/** dx = y·(dy - Σ dy·y). */
const softmax: Operator = {
  type: 'Softmax',
  domain: '',
  infer,
  gradient: (context) => {
    const dy = context.gradient(0)
    if (dy === undefined) return []
    const { builder, node } = context
    const y = node.outputs[0] as string
    const total = sumOverAxis(context, builder.op('Mul', [dy, y]))
    return [builder.op('Mul', [y, builder.op('Sub', [dy, total])])]
  },
}

/** dx = dy - exp(y)·Σ dy. */
function logSoftmaxGradient(context: GradientContext): readonly (string | undefined)[] {
  const dy = context.gradient(0)
  if (dy === undefined) return []
  const { builder, node } = context
  const probabilities = builder.op('Exp', [node.outputs[0] as string])
  return [builder.op('Sub', [dy, builder.op('Mul', [probabilities, sumOverAxis(context, dy)])])]
}

const logSoftmax: Operator = { type: 'LogSoftmax', domain: '', infer, gradient: logSoftmaxGradient }

/** The same over the last axis, in operators that every device has; ONNX Runtime lacks the other on WebGPU. */
const portableLogSoftmax: Operator = {
  type: 'LogSoftmax',
  domain: internalDomain,
  infer,
  gradient: logSoftmaxGradient,
  lower: (builder, node) => {
    const x = node.inputs[0] as string
    const axis = builder.shapeOf(x).length - 1
    const shifted = builder.op('Sub', [x, reduceMax(builder, x, [axis])])
    const total = builder.op('ReduceSum', [builder.op('Exp', [shifted]), builder.integers(axis)], { keepdims: int(1) })
    return [builder.op('Sub', [shifted, builder.op('Log', [total])])]
  },
}

export const softmaxOperators: readonly Operator[] = [softmax, logSoftmax, portableLogSoftmax]
