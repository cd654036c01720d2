import { type AdamOptions, defaultAdam } from './adam.ts'
import { addDecay } from './decay.ts'
import { addRunningSquares, addRunningSum } from './running-sum.ts'
import type { Optimizer } from './types.ts'

/** Rectified Adam (Liu et al. 2020) as PyTorch has it: epsilon joins the root before its bias is corrected, and weight
 *  decay is L2. */
export interface RAdamOptions extends Omit<AdamOptions, 'name'> {
  readonly name: 'radam'
}

/** Below this length of the average the variance of the adaptive rate is not defined well enough to be rectified. */
const shortestAverage = 5

/** √((ρ-4)(ρ-2)ρ∞/((ρ∞-4)(ρ∞-2)ρ)), with ρ the length of the simple moving average that the second moment amounts to
 *  after `step` steps; undefined while that is too short. */
function rectification(step: number, beta2: number): number | undefined {
  const longest = 2 / (1 - beta2) - 1
  const length = longest - (2 * step * beta2 ** step) / (1 - beta2 ** step)
  if (length <= shortestAverage) return undefined
  return Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length))
}

/** The divisor is adaptive·√second + shift: √second + ε/√(1-β2) once there is a rectification, before that 0·√second + 1,
 *  which leaves plain momentum. */
export const rAdam: Optimizer<RAdamOptions> = {
  defaults: { ...defaultAdam, name: 'radam' },
  rule: ({ weightDecay, beta1, beta2, epsilon }) => ({
    state: ['first', 'second'],
    scalars: (step, learningRate) => {
      const rate = (learningRate * (1 - beta1)) / (1 - beta1 ** step)
      const rectified = rectification(step, beta2)
      if (rectified === undefined) return { rate, adaptive: 0, shift: 1 }
      const correction = Math.sqrt((1 - beta2 ** step) / (1 - beta2))
      return { rate: rate * rectified * correction, adaptive: 1, shift: epsilon / Math.sqrt(1 - beta2) }
    },
    addUpdate: (builder, { parameter, gradient, state, scalars }) => {
      const { rate, adaptive, shift } = scalars as { rate: string; adaptive: string; shift: string }
      const decayed = addDecay(builder, parameter, gradient, weightDecay)
      const first = addRunningSum(builder, state[0] as string, beta1, decayed)
      const second = addRunningSquares(builder, state[1] as string, beta2, decayed)
      const divisor = builder.op('Add', [builder.op('Mul', [builder.op('Sqrt', [second]), adaptive]), shift])
      const direction = builder.op('Div', [first, divisor])
      const next = builder.op('Sub', [parameter, builder.op('Mul', [direction, rate])])
      return { parameter: next, state: [first, second] }
    },
  }),
}
