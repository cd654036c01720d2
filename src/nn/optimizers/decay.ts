import type { GraphBuilder } from '../graph/builder.ts'

/** The gradient with an L2 penalty's own added: g + decay·p. */
export function addDecay(builder: GraphBuilder, parameter: string, gradient: string, decay: number): string {
  return decay === 0 ? gradient : builder.op('Add', [gradient, builder.op('Mul', [parameter, builder.scalar(decay)])])
}
