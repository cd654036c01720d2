import { type AdamOptions, adam, defaultAdam } from './adam.ts'
import type { Optimizer } from './types.ts'

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019): parameters shrink by lr·decay, whatever the gradient. */
export interface AdamWOptions extends Omit<AdamOptions, 'name'> {
  readonly name: 'adamw'
}

/** PyTorch's, its weight decay of 0.01 included. */
export const adamW: Optimizer<AdamWOptions> = {
  defaults: { ...defaultAdam, name: 'adamw', weightDecay: 0.01 },
  rule: (options) => {
    const plain = adam.rule({ ...options, name: 'adam', weightDecay: 0 })
    return {
      ...plain,
      scalars: (step, learningRate) => ({
        ...plain.scalars(step, learningRate),
        kept: 1 - learningRate * options.weightDecay,
      }),
      addUpdate: (builder, inputs) => {
        const parameter = builder.op('Mul', [inputs.parameter, inputs.scalars.kept as string])
        return plain.addUpdate(builder, { ...inputs, parameter })
      },
    }
  },
}
