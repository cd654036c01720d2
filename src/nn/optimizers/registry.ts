import { AppError } from '#shared/errors.ts'
import { adam } from './adam.ts'
import { adamW } from './adamw.ts'
import { rAdam } from './radam.ts'
import { rmsProp } from './rmsprop.ts'
import { sgd } from './sgd.ts'
import type { Optimizer, UpdateRule } from './types.ts'

/** Every optimizer there is. */
export const optimizers = [sgd, rmsProp, adam, adamW, rAdam] as const

/** An optimizer by name, with all of its options. */
export type OptimizerOptions = (typeof optimizers)[number]['defaults']

/** The usual options of the optimizer of that name, PyTorch's but for SGD's momentum of 0.9.
 *  Throws `AppError('usage')` naming those there are. */
export function defaultOptimizer(name: string): OptimizerOptions {
  return find(name).defaults
}

export function optimizerRule(options: OptimizerOptions): UpdateRule {
  return find(options.name).rule(options)
}

function find(name: string): Optimizer<OptimizerOptions> {
  const optimizer = optimizers.find(({ defaults }) => defaults.name === name)
  if (optimizer === undefined) {
    const known = optimizers.map(({ defaults }) => defaults.name).join(', ')
    throw new AppError('usage', `There is no optimizer named ${name} (there are ${known}).`)
  }
  // Its own options are the ones it is given: both are found by the same name.
  return optimizer as Optimizer<OptimizerOptions>
}
