import { floatAttribute } from '../graph/attributes.ts'
import { float, internalDomain } from '../graph/types.ts'
import type { Operator } from './types.ts'

const infer: Operator['infer'] = (context) => [context.type(0)]

/** x·sigmoid(x), which ONNX files spell as Sigmoid and Mul. */
const silu: Operator = {
  type: 'Silu',
  domain: internalDomain,
  infer,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    return dy === undefined
      ? []
      : [builder.op('SiluGradient', [input(0), node.outputs[0] as string, dy], {}, internalDomain)]
  },
  lower: (builder, node) => {
    const x = node.inputs[0] as string
    return [builder.op('Mul', [x, builder.op('Sigmoid', [x])])]
  },
}

/** From x, y = silu(x) and dy: dy·s·(1 + x - y), with s = sigmoid(x). */
const siluGradient: Operator = {
  type: 'SiluGradient',
  domain: internalDomain,
  infer,
  lower: (builder, node) => {
    const [x, y, dy] = node.inputs as [string, string, string]
    const slope = builder.op('Add', [builder.op('Sub', [x, y]), builder.scalar(1)])
    return [builder.op('Mul', [builder.op('Mul', [builder.op('Sigmoid', [x]), slope]), dy])]
  },
}

/** Microsoft's x·sigmoid(alpha·x), one pass in ONNX Runtime. */
const quickGelu: Operator = {
  type: 'QuickGelu',
  domain: 'com.microsoft',
  infer,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const alpha = builder.scalar(floatAttribute(node, 'alpha', 1.702))
    const s = builder.op('Sigmoid', [builder.op('Mul', [input(0), alpha])])
    const rest = builder.op('Sub', [input(0), node.outputs[0] as string])
    const slope = builder.op('Add', [builder.op('Mul', [rest, alpha]), builder.scalar(1)])
    return [builder.op('Mul', [builder.op('Mul', [s, slope]), dy])]
  },
}

/** Attributes that make QuickGelu the SiLU. */
export const siluAlpha = { alpha: float(1) }

export const siluOperators: readonly Operator[] = [silu, siluGradient, quickGelu]
