import type { GraphBuilder } from '../graph/builder.ts'

/** A moving average of the weights, and of the running statistics with them: average ← decay·average + (1-decay)·new,
 *  from the values that training starts with. */
export interface Averaging {
  readonly decay: number
  /** Let the decay grow to its value as (1 + step)/(10 + step), as TensorFlow does, so that a short fit's average is not
   *  mostly its start. */
  readonly warmUp: boolean
}

/** Goes before a parameter's name to name its average. */
export const averagePrefix = 'average.'

/** Share of the new values in the average at a step counted from 1. */
export function averagingShare({ decay, warmUp }: Averaging, step: number): number {
  return 1 - (warmUp ? Math.min(decay, (1 + step) / (10 + step)) : decay)
}

/** The average [n] anew; `share` is a scalar. */
export function addAverage(builder: GraphBuilder, average: string, value: string, share: string): string {
  const change = builder.op('Mul', [builder.op('Sub', [value, average]), share])
  return builder.op('Add', [average, change])
}
