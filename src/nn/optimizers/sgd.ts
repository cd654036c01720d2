import { addDecay } from './decay.ts'
import { addRunningSum } from './running-sum.ts'
import type { Optimizer } from './types.ts'

/** Stochastic gradient descent as PyTorch has it: L2 weight decay, momentum without dampening, Nesterov's look ahead. */
export interface SgdOptions {
  readonly name: 'sgd'
  readonly weightDecay: number
  /** 0 keeps no state. */
  readonly momentum: number
  readonly nesterov: boolean
}

export const sgd: Optimizer<SgdOptions> = {
  defaults: { name: 'sgd', weightDecay: 0, momentum: 0.9, nesterov: false },
  rule: ({ weightDecay, momentum, nesterov }) => ({
    state: momentum === 0 ? [] : ['momentum'],
    scalars: (_, learningRate) => ({ rate: learningRate }),
    addUpdate: (builder, { parameter, gradient, state, scalars }) => {
      const decayed = addDecay(builder, parameter, gradient, weightDecay)
      const next = state.map((sum) => addRunningSum(builder, sum, momentum, decayed))
      const reached = next[0] ?? decayed
      const direction = nesterov ? addRunningSum(builder, reached, momentum, decayed) : reached
      const moved = builder.op('Mul', [direction, scalars.rate as string])
      return { parameter: builder.op('Sub', [parameter, moved]), state: next }
    },
  }),
}
