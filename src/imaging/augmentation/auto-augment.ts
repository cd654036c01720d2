import type { Random } from '#numerics/random/named-streams.ts'
import type { AutoAugmentPolicy } from '#shared/augmentation.ts'
import type { Change } from './change.ts'
import { largestShift, type OperationName, operate } from './operations.ts'

/** An operation, its probability and, where it has one, its magnitude of 0-9. */
type Step = readonly [operation: OperationName, probability: number, magnitude?: number]

/** The sub-policies that were found on each data set (Cubuk 2019). "Color" is saturation here. */
const policies: Readonly<Record<AutoAugmentPolicy, readonly (readonly Step[])[]>> = {
  imagenet: [
    [
      ['posterize', 0.4, 8],
      ['rotate', 0.6, 9],
    ],
    [
      ['solarize', 0.6, 5],
      ['auto-contrast', 0.6],
    ],
    [
      ['equalize', 0.8],
      ['equalize', 0.6],
    ],
    [
      ['posterize', 0.6, 7],
      ['posterize', 0.6, 6],
    ],
    [
      ['equalize', 0.4],
      ['solarize', 0.2, 4],
    ],
    [
      ['equalize', 0.4],
      ['rotate', 0.8, 8],
    ],
    [
      ['solarize', 0.6, 3],
      ['equalize', 0.6],
    ],
    [
      ['posterize', 0.8, 5],
      ['equalize', 1],
    ],
    [
      ['rotate', 0.2, 3],
      ['solarize', 0.6, 8],
    ],
    [
      ['equalize', 0.6],
      ['posterize', 0.4, 6],
    ],
    [
      ['rotate', 0.8, 8],
      ['saturation', 0.4, 0],
    ],
    [
      ['rotate', 0.4, 9],
      ['equalize', 0.6],
    ],
    [
      ['equalize', 0],
      ['equalize', 0.8],
    ],
    [
      ['invert', 0.6],
      ['equalize', 1],
    ],
    [
      ['saturation', 0.6, 4],
      ['contrast', 1, 8],
    ],
    [
      ['rotate', 0.8, 8],
      ['saturation', 1, 2],
    ],
    [
      ['saturation', 0.8, 8],
      ['solarize', 0.8, 7],
    ],
    [
      ['sharpness', 0.4, 7],
      ['invert', 0.6],
    ],
    [
      ['shear-x', 0.6, 5],
      ['equalize', 1],
    ],
    [
      ['saturation', 0.4, 0],
      ['equalize', 0.6],
    ],
    [
      ['equalize', 0.4],
      ['solarize', 0.2, 4],
    ],
    [
      ['solarize', 0.6, 5],
      ['auto-contrast', 0.6],
    ],
    [
      ['invert', 0.6],
      ['equalize', 1],
    ],
    [
      ['saturation', 0.6, 4],
      ['contrast', 1, 8],
    ],
    [
      ['equalize', 0.8],
      ['equalize', 0.6],
    ],
  ],
  'cifar-10': [
    [
      ['invert', 0.1],
      ['contrast', 0.2, 6],
    ],
    [
      ['rotate', 0.7, 2],
      ['translate-x', 0.3, 9],
    ],
    [
      ['sharpness', 0.8, 1],
      ['sharpness', 0.9, 3],
    ],
    [
      ['shear-y', 0.5, 8],
      ['translate-y', 0.7, 9],
    ],
    [
      ['auto-contrast', 0.5],
      ['equalize', 0.9],
    ],
    [
      ['shear-y', 0.2, 7],
      ['posterize', 0.3, 7],
    ],
    [
      ['saturation', 0.4, 3],
      ['brightness', 0.6, 7],
    ],
    [
      ['sharpness', 0.3, 9],
      ['brightness', 0.7, 9],
    ],
    [
      ['equalize', 0.6],
      ['equalize', 0.5],
    ],
    [
      ['contrast', 0.6, 7],
      ['sharpness', 0.6, 5],
    ],
    [
      ['saturation', 0.7, 7],
      ['translate-x', 0.5, 8],
    ],
    [
      ['equalize', 0.3],
      ['auto-contrast', 0.4],
    ],
    [
      ['translate-y', 0.4, 3],
      ['sharpness', 0.2, 6],
    ],
    [
      ['brightness', 0.9, 6],
      ['saturation', 0.2, 8],
    ],
    [
      ['solarize', 0.5, 2],
      ['invert', 0],
    ],
    [
      ['equalize', 0.2],
      ['auto-contrast', 0.6],
    ],
    [
      ['equalize', 0.2],
      ['equalize', 0.6],
    ],
    [
      ['saturation', 0.9, 9],
      ['equalize', 0.6],
    ],
    [
      ['auto-contrast', 0.8],
      ['solarize', 0.2, 8],
    ],
    [
      ['brightness', 0.1, 3],
      ['saturation', 0.7, 0],
    ],
    [
      ['solarize', 0.4, 5],
      ['auto-contrast', 0.9],
    ],
    [
      ['translate-y', 0.9, 9],
      ['translate-y', 0.7, 9],
    ],
    [
      ['auto-contrast', 0.9],
      ['solarize', 0.8, 3],
    ],
    [
      ['equalize', 0.8],
      ['invert', 0.1],
    ],
    [
      ['translate-y', 0.7, 9],
      ['auto-contrast', 0.9],
    ],
  ],
}

/** Shifts are drawn in parts of RandAugment's largest one; these were found with one of 150 of 331 pixels. */
const farther = 150 / 331 / largestShift

/** Adds the operations of one sub-policy, each with its probability, to a change. */
export function autoAugment(change: Change, policy: AutoAugmentPolicy, random: Random): Change {
  const all = policies[policy]
  const steps = all[random.integer(0, all.length - 1)] ?? []
  return steps.reduce((changed, [operation, probability, magnitude = 0]) => {
    if (!random.chance(probability)) return changed
    const shifts = operation === 'translate-x' || operation === 'translate-y'
    return operate(changed, operation, (magnitude / 9) * (shifts ? farther : 1), random)
  }, change)
}
