import { z } from 'zod'

/** A training recipe: everything that decides a run but the photographs. Saved with the run as it is. */
export const recipeSchema = z.strictObject({
  name: z.string().default('custom'),
  architecture: z.string(),
  /** Side of the square the network sees, pixels. */
  size: z.int().min(32).max(1024),
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(256),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  learningRate: z.number().positive(),
  /** Fits for out-of-fold predictions besides the main one; 0 for none. */
  folds: z.int().min(0).max(20),
  /** Share of the groups (patients and duplicates) locked away to judge models, and to validate epochs. */
  holdOut: z.number().min(0).max(0.5),
  validation: z.number().min(0).max(0.5),
  schedule: z.enum(['constant', 'cosine', 'one-cycle']),
  weightDecay: z.number().min(0),
  labelSmoothing: z.number().min(0).max(0.5),
  dropout: z.number().min(0).max(0.9),
  stochasticDepth: z.number().min(0).max(0.9),
  balancedSampling: z.boolean(),
  start: z.enum(['scratch', 'current']),
  augmentation: z.strictObject({
    flips: z.boolean(),
    /** Largest turn either way, degrees. */
    rotation: z.number().min(0).max(180),
    /** Largest relative zoom either way, 0.1 = ±10 %. */
    zoom: z.number().min(0).max(0.5),
    /** Standard deviations of the Gaussian changes, on a 0-1 scale. */
    brightness: z.number().min(0).max(1),
    contrast: z.number().min(0).max(1),
  }),
})
export type Recipe = z.infer<typeof recipeSchema>

export const runtimeKinds = ['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'tensorflow'] as const
export const runtimeKindSchema = z.enum(runtimeKinds)
export type RuntimeKind = z.infer<typeof runtimeKindSchema>
