import type { GraphBuilder } from '../graph/builder.ts'
import { addDecay } from './decay.ts'
import { addRunningSquares, addRunningSum } from './running-sum.ts'
import type { Optimizer } from './types.ts'

/** RMSProp (Tieleman and Hinton 2012) as PyTorch has it: epsilon outside the root, squares that start at 0, L2 weight
 *  decay. */
export interface RmsPropOptions {
  readonly name: 'rmsprop'
  readonly weightDecay: number
  /** Share of the old mean of squares. */
  readonly alpha: number
  readonly epsilon: number
  /** Divide by the deviation, not by the root of the mean square (Graves 2013). */
  readonly centred: boolean
  /** 0 keeps no state for it. */
  readonly momentum: number
}

/** `first` and `second` are the running means without their factor 1-α, of which the rate carries the root. */
export const rmsProp: Optimizer<RmsPropOptions> = {
  defaults: { name: 'rmsprop', weightDecay: 0, alpha: 0.99, epsilon: 1e-8, centred: false, momentum: 0 },
  rule: ({ weightDecay, alpha, epsilon, centred, momentum }) => {
    const correction = Math.sqrt(1 - alpha)
    const state = ['second', ...(centred ? ['first'] : []), ...(momentum === 0 ? [] : ['momentum'])]
    return {
      state,
      scalars: (_, learningRate) => ({ rate: learningRate / correction }),
      addUpdate: (builder, inputs) => {
        const old = new Map(state.map((name, index) => [name, inputs.state[index] as string]))
        const next = new Map<string, string>()
        const decayed = addDecay(builder, inputs.parameter, inputs.gradient, weightDecay)
        const second = addRunningSquares(builder, old.get('second') as string, alpha, decayed)
        next.set('second', second)
        let spread = second
        if (centred) {
          const first = addRunningSum(builder, old.get('first') as string, alpha, decayed)
          next.set('first', first)
          spread = varianceOf(builder, first, second, alpha)
        }
        const divisor = builder.op('Add', [builder.op('Sqrt', [spread]), builder.scalar(epsilon / correction)])
        let direction = builder.op('Div', [decayed, divisor])
        if (momentum !== 0) {
          direction = addRunningSum(builder, old.get('momentum') as string, momentum, direction)
          next.set('momentum', direction)
        }
        const moved = builder.op('Mul', [direction, inputs.scalars.rate as string])
        const parameter = builder.op('Sub', [inputs.parameter, moved])
        return { parameter, state: state.map((name) => next.get(name) as string) }
      },
    }
  },
}

/** second - (1-α)·first², which rounding can take below 0 where a gradient hardly changes. */
function varianceOf(builder: GraphBuilder, first: string, second: string, alpha: number): string {
  const squared = builder.op('Mul', [builder.op('Mul', [first, first]), builder.scalar(1 - alpha)])
  return builder.op('Max', [builder.op('Sub', [second, squared]), builder.scalar(0)])
}
