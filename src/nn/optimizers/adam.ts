import { addDecay } from './decay.ts'
import { addRunningSquares, addRunningSum } from './running-sum.ts'
import type { Optimizer } from './types.ts'

/** Adam (Kingma and Ba 2015) with PyTorch's L2 weight decay, which is added to the gradient. */
export interface AdamOptions {
  readonly name: 'adam'
  readonly weightDecay: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export const defaultAdam: AdamOptions = { name: 'adam', weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

/** `first` and `second` are the moments without their factors 1-β1 and 1-β2. With c = √((1-β2)/(1-β2ᵗ)) the scalars are
 *  the rate lr·(1-β1)/(1-β1ᵗ)/c and the epsilon ε/c. */
export const adam: Optimizer<AdamOptions> = {
  defaults: defaultAdam,
  rule: ({ weightDecay, beta1, beta2, epsilon }) => ({
    state: ['first', 'second'],
    scalars: (step, learningRate) => {
      const correction = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
      const rate = (learningRate * (1 - beta1)) / (1 - beta1 ** step) / correction
      return { rate, epsilon: epsilon / correction }
    },
    addUpdate: (builder, { parameter, gradient, state, scalars }) => {
      const { rate, epsilon: shift } = scalars as { rate: string; epsilon: string }
      const decayed = addDecay(builder, parameter, gradient, weightDecay)
      const first = addRunningSum(builder, state[0] as string, beta1, decayed)
      const second = addRunningSquares(builder, state[1] as string, beta2, decayed)
      const direction = builder.op('Div', [first, builder.op('Add', [builder.op('Sqrt', [second]), shift])])
      const next = builder.op('Sub', [parameter, builder.op('Mul', [direction, rate])])
      return { parameter: next, state: [first, second] }
    },
  }),
}
