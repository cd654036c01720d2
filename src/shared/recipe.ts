import { z } from 'zod'
import { augmentationSchema } from './augmentation.ts'
import { enhancements } from './enhancement.ts'
import { gradeCount } from './grades.ts'
import { normalisations, usualNormalisation } from './normalisation.ts'
import { classifierSchema, classWeightsSchema, headSchema, lossSchema, oedemaSchema } from './recipe/loss.ts'
import { noisyStudentSchema } from './recipe/noisy-student.ts'
import { averagingSchema, clippingSchema, optimizerSchema, ratesSchema } from './recipe/optimizer.ts'
import { scheduleSchema } from './recipe/schedule.ts'
import { phasesSchema, sizesSchema } from './recipe/stages.ts'
import { startSchema } from './recipe/start.ts'

/** Short fits would not reach their statistics with a slower one. */
export const usualBatchNormMomentum = 0.9

/** A training recipe: everything that decides a run but the photographs. Saved with the run as it is. */
export const recipeSchema = z.strictObject({
  name: z.string().default('custom'),
  /** Where its settings come from. */
  source: z.string().default(''),
  architecture: z.string(),
  head: headSchema.default('softmax'),
  classifier: classifierSchema.default('linear'),
  /** Side of the square the network sees, pixels. */
  size: z.int().min(32).max(1024),
  epochs: z.int().min(1).max(1000),
  /** Photographs that are computed at once. */
  batch: z.int().min(1).max(256),
  /** Whether `batch` is only the most: the largest power of two up to it whose step fits in memory is found before the run,
   *  and more of them are accumulated in its place. What was found is kept with the run. */
  batchToFit: z.boolean().default(false),
  /** Batches a step, whose gradients are averaged. */
  accumulation: z.int().min(1).max(256).default(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  learningRate: z.number().positive(),
  rates: ratesSchema.prefault({}),
  optimizer: optimizerSchema.prefault('adam'),
  clipping: clippingSchema.nullable().default(null),
  averaging: averagingSchema.nullable().default(null),
  /** The head's usual one where null. */
  loss: lossSchema.nullable().default(null),
  classWeights: classWeightsSchema.nullable().default(null),
  /** Also learn the risk of macular oedema, by a second output, from photographs that have a label of it. */
  oedema: oedemaSchema.nullable().default(null),
  phases: phasesSchema.default([]),
  sizes: sizesSchema.default([]),
  /** Stop once the validation kappa has not risen for so many epochs; the best epoch's parameters are kept. */
  earlyStop: z
    .strictObject({ patience: z.int().min(1).max(1000) })
    .nullable()
    .default(null),
  /** Share of a batch, its most strongly changed photographs, that batch normalisations of their own see (AdvProp). */
  auxiliaryBatchNorm: z.number().min(0).max(0.9).default(0),
  /** Share of the old running statistics that batch normalisations keep at each step (Keras's momentum; PyTorch's is the rest).
   *  A network whose own file says another keeps that, unless this is changed. */
  batchNormMomentum: z.number().min(0).lt(1).default(usualBatchNormMomentum),
  /** Fits for out-of-fold predictions besides the main one; 0 for none. */
  folds: z.int().min(0).max(20),
  /** What a fold's fit trains: the whole network, or its head alone on features that the model which the run starts from gives
   *  of each photograph, computed once. Quick, without augmentation, and only where that model never learnt from the photographs. */
  foldsBy: z.enum(['fits', 'heads']).default('fits'),
  /** Keep the models of the folds, too, and their mean as an ensemble: one more candidate. Rounds of noisy student keep
   *  none, as they judge one student each. */
  keepFolds: z.boolean().default(false),
  /** Share of the groups (patients and duplicates) locked away to judge models, and to validate epochs. */
  holdOut: z.number().min(0).max(0.5),
  validation: z.number().min(0).max(0.5),
  schedule: scheduleSchema,
  weightDecay: z.number().min(0),
  labelSmoothing: z.number().min(0).max(0.5),
  dropout: z.number().min(0).max(0.9),
  stochasticDepth: z.number().min(0).max(0.9),
  balancedSampling: z.boolean(),
  /** How many times as often photographs of each grade are shown, on top of balanced sampling where that is on. */
  gradeMultipliers: z.array(z.number().min(0).max(100)).length(gradeCount).nullable().default(null),
  /** Whether what is shown more often is drawn anew for each epoch, or once for all of them. */
  oversampling: z.enum(['each-epoch', 'offline']).default('each-epoch'),
  start: startSchema,
  /** Done to every photograph once, before it is made small. */
  enhancement: z.enum(enhancements).default('none'),
  /** Carried in the model's file: whoever uses it hands it photographs as always. The usual one gives way to what the model that
   *  the run goes on from was trained with. */
  normalisation: z.enum(normalisations).default(usualNormalisation),
  augmentation: augmentationSchema,
  /** Whether photographs are graded by the mean over flipped and magnified copies, which takes twelve times as long. */
  testTimeAugmentation: z.boolean().default(false),
  noisyStudent: noisyStudentSchema.prefault({}),
})
export type Recipe = z.infer<typeof recipeSchema>
/** A recipe as it is written: what has a default may be left out. */
export type RecipeDraft = z.input<typeof recipeSchema>

/** What `batch: "auto"` is tried up to. */
const largestBatch = 64

/** A recipe of a file, a form or a command line, checked field by field. `batch: "auto"` is short for the largest batch that
 *  fits in memory. */
export function parseRecipe(draft: unknown): z.ZodSafeParseResult<Recipe> {
  const auto = typeof draft === 'object' && draft !== null && 'batch' in draft && draft.batch === 'auto'
  return recipeSchema.safeParse(auto ? { ...draft, batch: largestBatch, batchToFit: true } : draft)
}

export const runtimeKinds = ['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'tensorflow'] as const
export const runtimeKindSchema = z.enum(runtimeKinds)
export type RuntimeKind = z.infer<typeof runtimeKindSchema>
