import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { combineRequestSchema } from '../ensembles.ts'
import { gradeCount, gradeSchema } from '../grades.ts'
import { modelIdSchema, runIdSchema } from '../ids.ts'
import { headSchema } from '../recipe/loss.ts'
import { recipeSchema, runtimeKindSchema } from '../recipe.ts'
import {
  epochSchema,
  instantSchema,
  modelSummarySchema,
  oedemaFiguresSchema,
  runSchema,
  writtenPlaceFields,
} from './common.ts'
import { roundComparisonSchema, roundVerdictSchema } from './verdicts.ts'

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
  /** Of a model that tells oedema risks; left out for any other. */
  oedema: oedemaFiguresSchema.optional(),
})
export type Judgement = z.infer<typeof judgementSchema>

export const trainRequestSchema = z.object({
  recipe: z.string().min(1).default('quick'),
  /** Fields that take the place of the named recipe's. */
  set: z.record(z.string(), z.unknown()).default({}),
  runtime: runtimeKindSchema.default('auto'),
})
export type TrainRequest = z.infer<typeof trainRequestSchema>

export const trainingRunSchema = runSchema.extend({
  recipe: recipeSchema,
  runtime: z.string().nullable(),
  device: z.string().nullable(),
  /** "main" or "fold 2 of 3". */
  fit: z.string().nullable(),
  epochs: z.array(epochSchema),
  imagesPerSecond: z.number().nullable(),
  model: modelIdSchema.nullable(),
  /** What the gate said of the model beside the one in use, and why; null before that, and of a student, whose round is judged. */
  gate: z.object({ verdict: roundVerdictSchema, reason: z.string() }).nullable(),
})
export type TrainingRun = z.infer<typeof trainingRunSchema>

/** Losses against learning rates, as a range test gives them, and the rates that it suggests. */
export const foundRateSchema = z.object({
  /** Ascending, each the same factor above the one before. */
  rates: z.array(z.number()),
  /** Smoothed, one a rate. */
  losses: z.array(z.number()),
  /** Where the loss falls fastest over the logarithm of the rate; null where it never falls. */
  steepest: z.number().nullable(),
  /** A tenth of the rate at which the loss is least. */
  minimumTenth: z.number(),
})
export type FoundRate = z.infer<typeof foundRateSchema>

const findRateEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), stage: z.string(), done: z.int(), total: z.int() }),
  foundRateSchema.extend({ kind: z.literal('found') }),
])

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
  /** The first thing that is wrong with a recipe, and the field it is in; null where nothing is. A file that it starts from is
   *  read and tried; a model of the project is only when a run begins. */
  check: oc
    .input(trainRequestSchema)
    .output(z.object({ field: z.string().nullable(), sentence: z.string() }).nullable()),
  /** Tries learning rates on the photographs that a run would start with; nothing is kept. Its progress, then what it found;
   *  who stops listening stops it. Refused with `conflict` while a run is at work. */
  findRate: oc.input(trainRequestSchema).output(eventIterator(findRateEventSchema)),
  /** Writes the recipe with every field as a JSON file; into the project's exports where no file is given. */
  saveRecipe: oc
    .input(trainRequestSchema.extend({ file: z.string().min(1).optional(), ...writtenPlaceFields }))
    .output(z.object({ file: z.string() })),
  start: oc.input(trainRequestSchema).output(runSchema),
  resume: oc.input(z.object({ run: runIdSchema })).output(runSchema),
  run: oc.input(z.object({ run: runIdSchema })).output(trainingRunSchema),
  /** Photographs that a run set aside because they could not be read, and why. */
  leftOut: oc
    .input(z.object({ run: runIdSchema }))
    .output(z.array(z.object({ photograph: z.string(), reason: z.string() }))),
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

export const modelEvaluationSchema = evaluationSchema.extend({
  /** Of a model that tells oedema risks; left out for any other. */
  oedema: oedemaFiguresSchema.optional(),
})
export type ModelEvaluation = z.infer<typeof modelEvaluationSchema>

/** Parts of a project a model can be judged on. Only predictions of fits that never saw the photograph count, but for `all`:
 *  there the main fit's do, whether or not it saw the photograph. */
export const evaluationSplits = ['hold-out', 'out-of-fold', 'all'] as const

/** Of red, green and blue in 0 … 1: pixels become (value - mean)/deviation. */
export const channelNormalisationSchema = z.object({
  mean: z.array(z.number()).length(3),
  deviation: z.array(z.number().positive()).length(3),
})

/** What goes with the model that came with the application, wherever it goes. */
export const starterNotesSchema = z.object({
  /** A sentence. */
  trainedOn: z.string(),
  /** Who is to be named, and under which licence their photographs and labels are. */
  attribution: z.string(),
  licence: z.string(),
  /** Figures on photographs that the fit behind each prediction never saw, and, in a sentence, how they were held out. */
  heldOut: evaluationSchema,
  heldOutHow: z.string(),
  /** Sentences: what it is not for. */
  limits: z.array(z.string()),
})

/** Everything there is to know of a model besides its figures, which `evaluate` gives. */
export const modelCardSchema = z.object({
  model: modelSummarySchema,
  run: runIdSchema.nullable(),
  parameters: z.int().nullable(),
  /** Null where it was not trained here, or by a recipe that is no longer understood. */
  recipe: recipeSchema.nullable(),
  /** What it learnt from; null where it was not trained here. */
  data: z
    .object({
      /** Of the contents, grades and parts alone. */
      sha256: z.string(),
      at: instantSchema,
      photographs: z.int(),
      train: z.int(),
      validation: z.int(),
      holdOut: z.int(),
      /** Where its labels came from. */
      read: z.int(),
      imported: z.int(),
      pseudo: z.int(),
      /** Photographs whose oedema risk it learnt. */
      oedema: z.int(),
      /** Photographs that it would have learnt from and that could not be read: they are in none of these numbers. */
      leftOut: z.int(),
    })
    .nullable(),
  /** How well it tells oedema risks on photographs that the fit behind each prediction never saw; null where it does not tell
   *  them, or has not yet said anything of such a photograph. */
  oedema: z.object({ holdOut: oedemaFiguresSchema.nullable(), outOfFold: oedemaFiguresSchema }).nullable(),
  /** Of the model that came with the application; null for any other. */
  starter: starterNotesSchema.nullable(),
  /** Name of the file it came from. */
  importedFrom: z.string().nullable(),
  /** Of that file's bytes. */
  importedSha256: z.string().nullable(),
  /** What was found in that file and what it was taken for: sentences. */
  importNotes: z.array(z.string()),
  /** Where a regression from a file passes from one grade to the next; null for any other model. */
  cuts: z.array(z.number()).nullable(),
  /** Models that were made one. */
  members: z.array(modelIdSchema),
  /** In a sentence, what its figures on photographs it never saw are made of, where that is not itself alone. */
  judgedHow: z.string().nullable(),
  /** What to mind before the model is given away, its own and those of the models it goes on from. */
  licenceNotes: z.array(z.string()),
  /** In a sentence, that photographs which it learnt from elsewhere are known by less than they could be; null where they are not. */
  learntElsewhereHow: z.string().nullable(),
})
export type ModelCard = z.infer<typeof modelCardSchema>

export const modelsContract = {
  /** Oldest first. */
  list: oc.output(z.array(modelSummarySchema)),
  card: oc.input(z.object({ model: modelIdSchema })).output(modelCardSchema),
  /** A model beside the one in use, on graded photographs that neither has learnt from, and what the gate says of it: the rule that
   *  a fine-tuned model is put in use by. `comparison` is null where nothing is in use that has a word for these photographs. */
  compare: oc.input(z.object({ model: modelIdSchema })).output(
    z.object({
      current: modelIdSchema.nullable(),
      comparison: roundComparisonSchema.nullable(),
      verdict: roundVerdictSchema,
      reason: z.string(),
    }),
  ),
  /** Puts a model in use: at once where it has looked at every photograph, else at the end of `run`, in which it looks at the
   *  `unscored` ones first, so that the order is never taken away. */
  promote: oc
    .input(z.object({ model: modelIdSchema }))
    .output(modelSummarySchema.extend({ run: runSchema.nullable(), unscored: z.int() })),
  /** Lets a model that is not in use stand beside the one that is. */
  keep: oc.input(z.object({ model: modelIdSchema })).output(modelSummarySchema),
  /** Candidate beside current, each on the photographs locked away from both where there are some. */
  judge: oc.input(z.object({ model: modelIdSchema })).output(judgementSchema),
  evaluate: oc
    .input(
      z.object({
        model: modelIdSchema.optional(),
        split: z.enum(evaluationSplits).default('hold-out'),
        labelSet: z.string().optional(),
        /** Looks anew, at flipped and magnified copies too; not of out-of-fold predictions, whose fits are not kept. */
        tta: z.boolean().default(false),
      }),
    )
    .output(modelEvaluationSchema),
  score: oc.input(z.object({ model: modelIdSchema.optional() })).output(runSchema),
  scored: oc
    .input(z.object({ run: runIdSchema }))
    .output(z.object({ model: modelIdSchema, images: z.int(), imagesPerSecond: z.number() }).nullable()),
  /** Takes a trained classifier's .onnx file in as a candidate, or a .safetensors file of a network's weights. Everything but the
   *  file is for files that do not say; what contradicts a file is refused with `usage`. A file without a classifier for grades
   *  becomes a place to start from (`untrained`). */
  import: oc
    .input(
      z.object({
        file: z.string().min(1),
        /** Whose weights a .safetensors file has. */
        architecture: z.string().optional(),
        size: z.int().min(16).max(4096).optional(),
        /** As the photographs come where left out. */
        normalisation: channelNormalisationSchema.optional(),
        /** What as many outputs can mean where left out. */
        head: headSchema.optional(),
        /** The grade that each output is; from the lowest to the highest where left out and the file does not say. */
        classes: z.array(gradeSchema).length(gradeCount).optional(),
        /** Of a regression; halfway between grades where left out. */
        cuts: z
          .array(z.number())
          .length(gradeCount - 1)
          .optional(),
      }),
    )
    .output(modelSummarySchema),
  /** Makes models of the project into one, a candidate. */
  combine: oc.input(combineRequestSchema).output(runSchema),
  /** The model that a run of `combine` made; null where it has not. */
  combined: oc.input(z.object({ run: runIdSchema })).output(modelSummarySchema.nullable()),
  /** Writes the model's .onnx file; into the project's exports where no file is given. */
  save: oc
    .input(z.object({ model: modelIdSchema, file: z.string().min(1).optional(), ...writtenPlaceFields }))
    .output(z.object({ model: modelIdSchema, file: z.string() })),
}
