import { oc } from '@orpc/contract'
import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { modelIdSchema, runIdSchema } from '../ids.ts'
import { recipeSchema, runtimeKindSchema } from '../recipe.ts'
import { epochSchema, modelSummarySchema, runSchema } from './common.ts'

/** What a model was judged by on its locked hold-out. Undefined figures are null. */
export const judgementSchema = z.object({
  model: modelSummarySchema,
  n: z.int(),
  qwk: z.number().nullable(),
  qwkInterval: z.tuple([z.number(), z.number()]).nullable(),
  accuracy: z.number().nullable(),
  sensitivity: z.array(z.object({ grade: gradeSchema, sensitivity: z.number().nullable(), n: z.int() })),
  /** Rows are the labels, columns the predictions; counts. */
  confusion: z.array(z.array(z.int())),
})
export type Judgement = z.infer<typeof judgementSchema>

export const trainRequestSchema = z.object({
  recipe: z.string().min(1).default('quick'),
  /** Fields that take the place of the named recipe's. */
  set: z.record(z.string(), z.unknown()).default({}),
  runtime: runtimeKindSchema.default('auto'),
})

export const trainingRunSchema = runSchema.extend({
  recipe: recipeSchema,
  runtime: z.string().nullable(),
  device: z.string().nullable(),
  /** "main" or "fold 2 of 3". */
  fit: z.string().nullable(),
  epochs: z.array(epochSchema),
  imagesPerSecond: z.number().nullable(),
  model: modelIdSchema.nullable(),
})
export type TrainingRun = z.infer<typeof trainingRunSchema>

export const trainingContract = {
  options: oc.output(
    z.object({
      recipes: z.array(recipeSchema),
      architectures: z.array(z.object({ name: z.string(), inputSize: z.int(), parameters: z.int() })),
      /** Photographs that a run would train on now: with a reader's grade, and with the imported one only. */
      reviewed: z.int(),
      unreviewed: z.int(),
      device: z.string(),
      current: modelIdSchema.nullable(),
    }),
  ),
  /** From a step measured on this machine's device; the first call for a network takes some seconds. */
  estimate: oc
    .input(trainRequestSchema)
    .output(z.object({ seconds: z.number(), stepMilliseconds: z.number(), device: z.string() })),
  start: oc.input(trainRequestSchema).output(runSchema),
  resume: oc.input(z.object({ run: runIdSchema })).output(runSchema),
  run: oc.input(z.object({ run: runIdSchema })).output(trainingRunSchema),
  /** Newest first. */
  runs: oc.output(z.array(trainingRunSchema)),
}

const probabilitySchema = z.number().nullable()

/** Field names are those of the command line's contract. Undefined figures are null. */
export const evaluationSchema = z.object({
  n: z.int(),
  qwk: z.number().nullable(),
  qwkInterval: z.tuple([z.number().nullable(), z.number().nullable()]),
  linearKappa: z.number().nullable(),
  accuracy: probabilitySchema,
  confusion: z.array(z.array(z.int())),
  perClass: z.array(
    z.object({
      grade: z.int(),
      precision: probabilitySchema,
      sensitivity: probabilitySchema,
      specificity: probabilitySchema,
      f1: probabilitySchema,
      auc: probabilitySchema,
      averagePrecision: probabilitySchema,
    }),
  ),
  averageAuc: probabilitySchema,
  meanAveragePrecision: probabilitySchema,
  expectedCalibrationError: probabilitySchema,
  /** Of the predicted grade, the bins (from, to] of confidence that are not empty. */
  reliability: z.array(
    z.object({ from: z.number(), to: z.number(), n: z.int(), confidence: z.number(), accuracy: z.number() }),
  ),
  referable: z.object({
    sensitivity: probabilitySchema,
    specificity: probabilitySchema,
    auc: probabilitySchema,
    averagePrecision: probabilitySchema,
  }),
})
export type EvaluationReport = z.infer<typeof evaluationSchema>

/** Parts of a project a model can be judged on; only predictions of fits that never saw the photograph count. */
export const evaluationSplits = ['hold-out', 'out-of-fold', 'all'] as const

/** Of red, green and blue in 0 … 1: pixels become (value - mean)/deviation. */
export const channelNormalisationSchema = z.object({
  mean: z.array(z.number()).length(3),
  deviation: z.array(z.number().positive()).length(3),
})

export const modelsContract = {
  /** Oldest first. */
  list: oc.output(z.array(modelSummarySchema)),
  promote: oc.input(z.object({ model: modelIdSchema })).output(modelSummarySchema),
  /** Candidate beside current, each on the photographs locked away from both where there are some. */
  judge: oc.input(z.object({ model: modelIdSchema })).output(judgementSchema),
  evaluate: oc
    .input(
      z.object({
        model: modelIdSchema.optional(),
        split: z.enum(evaluationSplits).default('hold-out'),
        labelSet: z.string().optional(),
      }),
    )
    .output(evaluationSchema),
  score: oc.input(z.object({ model: modelIdSchema.optional() })).output(runSchema),
  scored: oc
    .input(z.object({ run: runIdSchema }))
    .output(z.object({ model: modelIdSchema, images: z.int(), imagesPerSecond: z.number() }).nullable()),
  /** Takes a trained classifier's .onnx file in as a candidate. Size and normalisation are for files that do not say:
   *  without them, the photographs' own. */
  import: oc
    .input(
      z.object({
        file: z.string().min(1),
        size: z.int().min(16).max(4096).optional(),
        normalisation: channelNormalisationSchema.optional(),
      }),
    )
    .output(modelSummarySchema),
  /** Writes the model's .onnx file. */
  save: oc
    .input(z.object({ model: modelIdSchema, file: z.string().min(1) }))
    .output(z.object({ model: modelIdSchema, file: z.string() })),
}
