import { type OptimizerOptions, optimizers } from '../optimizers/registry.ts'

/** Every optimizer as it usually is, and those that update otherwise, or keep more or less state, with other options. */
export const optimizerVariants: readonly OptimizerOptions[] = [
  ...optimizers.map(({ defaults }) => defaults),
  { name: 'sgd', weightDecay: 1e-3, momentum: 0, nesterov: false },
  { name: 'sgd', weightDecay: 1e-3, momentum: 0.9, nesterov: true },
  { name: 'rmsprop', weightDecay: 1e-3, alpha: 0.9, epsilon: 1e-3, centred: true, momentum: 0.9 },
]
