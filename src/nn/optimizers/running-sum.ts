import type { GraphBuilder } from '../graph/builder.ts'

/** S = β·S + x: the running mean (1-β)·Σ βᵏ·x without its factor 1-β, which the rules carry in their scalars. It saves
 *  a pass over the parameters. */
export function addRunningSum(builder: GraphBuilder, sum: string, beta: number, value: string): string {
  return builder.op('Add', [builder.op('Mul', [sum, builder.scalar(beta)]), value])
}

/** The same for x². */
export function addRunningSquares(builder: GraphBuilder, sum: string, beta: number, value: string): string {
  return addRunningSum(builder, sum, beta, builder.op('Mul', [value, value]))
}
