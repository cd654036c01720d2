import type { Random } from '#numerics/random/named-streams.ts'
import type { AugmentationSettings, RandAugmentOperation } from '#shared/augmentation.ts'
import { type Affine, compose, shear, translate, turn } from './affine.ts'
import type { Change } from './change.ts'
import type { Tone } from './tone.ts'

/** One of RandAugment's operations. `strength` is 0..1, the largest change being that of magnitude 10. */
interface Operation {
  /** How often it is drawn beside the others, where a recipe does not say. */
  readonly weight: number
  readonly apply: (change: Change, strength: number, random: Random) => Change
}

const eitherWay = (strength: number, random: Random) => (random.chance(0.5) ? strength : -strength)

const shape = (map: (strength: number) => Affine): Operation => ({
  weight: 2,
  apply: (change, strength, random) => ({
    ...change,
    geometry: compose(change.geometry, map(eitherWay(strength, random))),
  }),
})

/** A factor between 0.1 and 1.9, about 1. */
const factor = (field: 'brightness' | 'contrast' | 'saturation' | 'sharpness'): Operation => ({
  weight: 0.5,
  apply: (change, strength, random) => ({
    ...change,
    [field]: change[field] * (1 + 0.9 * eitherWay(strength, random)),
  }),
})

const tone = (weight: number, of: (strength: number) => Tone): Operation => ({
  weight,
  apply: (change, strength) => ({ ...change, tones: [...change.tones, of(strength)] }),
})

/** Standard deviations of one after another add as squares. */
const spread = (field: 'blur' | 'gaussianNoise', most: number): Operation => ({
  weight: 0.5,
  apply: (change, strength) => ({ ...change, [field]: Math.hypot(change[field], strength * most) }),
})

/** Of translations, in sides. */
export const largestShift = 0.3

/** Every operation of RandAugment. Shape outweighs colour: lesions are told apart by colour, and cameras differ in it less than eyes in
 *  place and pose. Turning bright values round makes a photograph that no camera takes, so only a recipe asks for it. */
const operations = {
  'shear-x': shape((strength) => shear(0.3 * strength, 0)),
  'shear-y': shape((strength) => shear(0, 0.3 * strength)),
  'translate-x': shape((strength) => translate(largestShift * strength, 0)),
  'translate-y': shape((strength) => translate(0, largestShift * strength)),
  rotate: shape((strength) => turn((strength * Math.PI) / 6)),
  zoom: shape((strength) => turn(0, 1.5 ** strength)),
  'cut-out': {
    weight: 1,
    apply: (change, strength, random) => ({
      ...change,
      holes: [...change.holes, { x: random.next(), y: random.next(), side: 0.4 * strength }],
    }),
  },
  brightness: factor('brightness'),
  contrast: factor('contrast'),
  saturation: factor('saturation'),
  'auto-contrast': tone(0.5, () => ({ kind: 'auto-contrast' })),
  equalize: tone(0.25, () => ({ kind: 'equalize' })),
  posterize: tone(0.25, (strength) => ({ kind: 'posterize', bits: 8 - Math.round(4 * strength) })),
  solarize: tone(0, (strength) => ({ kind: 'solarize', threshold: 256 * (1 - strength) })),
  blur: spread('blur', 0.01),
  'gaussian-noise': spread('gaussianNoise', 0.1),
  'salt-and-pepper': {
    weight: 0.5,
    apply: (change, strength) => ({
      ...change,
      saltAndPepper: 1 - (1 - change.saltAndPepper) * (1 - 0.05 * strength),
    }),
  },
} satisfies Record<RandAugmentOperation, Operation>

/** Those that only AutoAugment has: values turned round, and edges washed out or stressed. */
const others = {
  invert: tone(0, () => ({ kind: 'solarize', threshold: 0 })),
  sharpness: factor('sharpness'),
} satisfies Record<string, Operation>

export type OperationName = RandAugmentOperation | keyof typeof others

/** A change with one more operation. `strength`: 0..1. */
export function operate(change: Change, name: OperationName, strength: number, random: Random): Change {
  const all: Readonly<Record<OperationName, Operation>> = { ...operations, ...others }
  return all[name].apply(change, strength, random)
}

/** Adds the operations that are drawn, with replacement, to a change (RandAugment, Cubuk 2020). */
export function randAugment(change: Change, settings: AugmentationSettings['randAugment'], random: Random): Change {
  const choices = Object.entries<Operation>(operations).map(([name, { weight, apply }]) => ({
    weight: settings.weights[name as RandAugmentOperation] ?? weight,
    apply,
  }))
  let changed = change
  for (let count = 0; count < settings.operations; count++) {
    changed = weighted(choices, random).apply(changed, settings.magnitude / 10, random)
  }
  return changed
}

/** One of the choices, as often as its share of the weights. */
function weighted<T extends { readonly weight: number }>(choices: readonly T[], random: Random): T {
  let place = random.between(
    0,
    choices.reduce((sum, { weight }) => sum + weight, 0),
  )
  for (const choice of choices) {
    place -= choice.weight
    if (place < 0) return choice
  }
  return choices.findLast(({ weight }) => weight > 0) as T
}
