import { z } from 'zod'

/** What RandAugment chooses among. */
export const randAugmentOperations = [
  ...(['shear-x', 'shear-y', 'translate-x', 'translate-y', 'rotate', 'zoom', 'cut-out'] as const),
  ...(['brightness', 'contrast', 'saturation', 'auto-contrast', 'equalize', 'posterize', 'solarize'] as const),
  ...(['blur', 'gaussian-noise', 'salt-and-pepper'] as const),
] as const
export type RandAugmentOperation = (typeof randAugmentOperations)[number]

/** Data sets that AutoAugment's policies were found on. */
export const autoAugmentPolicies = ['imagenet', 'cifar-10'] as const
export type AutoAugmentPolicy = (typeof autoAugmentPolicies)[number]

/** Changes under which a photograph is looked at side by side: one of each kind that training draws, always the same. */
export const namedChanges = [
  ...(['as-it-is', 'flip-left-right', 'flip-top-bottom', 'turn-60', 'turn-90', 'turn-120'] as const),
  ...(['zoom-in', 'zoom-out', 'shear', 'translate', 'brighter', 'darker', 'more-contrast', 'less-contrast'] as const),
  ...(['less-colour', 'blur', 'gaussian-noise', 'salt-and-pepper', 'cut-out', 'equalize'] as const),
] as const
export const namedChangeSchema = z.enum(namedChanges)
export type NamedChange = z.infer<typeof namedChangeSchema>

/** How far a training photograph may be changed; a number of 0 switches its change off. */
export const augmentationSchema = z.strictObject({
  /** Left to right and top to bottom, each with probability 1/2. */
  flips: z.boolean(),
  /** Largest turn either way, degrees. */
  rotation: z.number().min(0).max(180),
  /** Fixed turns, degrees: where there are any, one of them is taken each time instead. */
  rotations: z.array(z.number().min(-360).max(360)).max(36).default([]),
  /** Largest relative zoom either way, 0.1 = ±10 %. */
  zoom: z.number().min(0).max(0.5),
  /** Largest shear either way along each axis, degrees. */
  shear: z.number().min(0).max(45).default(0),
  /** Largest shift either way along each axis, as a share of the side. */
  translate: z.number().min(0).max(0.5).default(0),
  /** Standard deviations of the Gaussian changes, on a 0-1 scale. */
  brightness: z.number().min(0).max(1),
  contrast: z.number().min(0).max(1),
  saturation: z.number().min(0).max(1).default(0),
  /** Largest standard deviation of Gaussian noise, on a 0-1 scale. */
  gaussianNoise: z.number().min(0).max(0.5).default(0),
  /** Largest share of the pixels that turn black or white. */
  saltAndPepper: z.number().min(0).max(0.5).default(0),
  /** Largest standard deviation of a Gaussian blur, as a share of the side. */
  blur: z.number().min(0).max(0.05).default(0),
  /** Side of the square that CutOut blanks, as a share of the side. */
  cutOut: z.number().min(0).max(1).default(0),
  /** AutoAugment (Cubuk 2019): one of the policy's pairs of operations a photograph, each with a probability of its own.
   *  They bend colours, too, and were found on photographs of things. */
  autoAugment: z.enum(autoAugmentPolicies).nullable().default(null),
  /** RandAugment (Cubuk 2020): this many operations a photograph, all at one magnitude of 0-10. An operation's own
   *  weight takes the place of the preset one, which leans to shape over colour. */
  randAugment: z
    .strictObject({
      operations: z.int().min(0).max(8).default(0),
      magnitude: z.number().min(0).max(10).default(5),
      weights: z.partialRecord(z.enum(randAugmentOperations), z.number().min(0)).default({}),
    })
    .prefault({})
    .refine(
      ({ operations, weights }) => operations === 0 || randAugmentOperations.some((name) => weights[name] !== 0),
      'at least one operation needs a weight above 0',
    ),
})
export type AugmentationSettings = z.infer<typeof augmentationSchema>
