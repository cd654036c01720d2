import { floatAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import type { Operator } from './types.ts'

const alphaOf = (node: GraphNode) => floatAttribute(node, 'alpha', 1)

/** x above 0, alpha·(exp(x) - 1) below (Clevert 2016); the slope below is y + alpha. */
const elu: Operator = {
  type: 'Elu',
  domain: '',
  infer: (context) => [context.type(0)],
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const below = builder.op('Add', [node.outputs[0] as string, builder.scalar(alphaOf(node))])
    const positive = builder.op('Greater', [input(0), builder.scalar(0)])
    return [builder.op('Where', [positive, dy, builder.op('Mul', [dy, below])])]
  },
  lower: (builder, node) => {
    const x = node.inputs[0] as string
    const negative = builder.op('Exp', [builder.op('Min', [x, builder.scalar(0)])])
    const below = builder.op('Mul', [builder.op('Sub', [negative, builder.scalar(1)]), builder.scalar(alphaOf(node))])
    return [builder.op('Add', [builder.op('Relu', [x]), below])]
  },
}

export const eluOperators: readonly Operator[] = [elu]
