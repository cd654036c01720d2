import { z } from 'zod'
import { modelOriginSchema } from '#learning/models/model-origin.ts'
import { triedKinds } from '#nn/runtimes/types.ts'
import { epochSchema } from '#shared/contract/common.ts'
import { qualityMeasuresSchema, verdictSchema } from '#shared/contract/quality.ts'
import { runtimeStatusSchema } from '#shared/contract/system.ts'
import { channelNormalisationSchema, foundRateSchema } from '#shared/contract/training.ts'
import { ensembleKinds } from '#shared/ensembles.ts'
import { gradeSchema } from '#shared/grades.ts'
import { sha256Schema } from '#shared/ids.ts'
import { logLevels } from '#shared/log.ts'
import { oedemaProbabilitiesSchema, oedemaRiskSchema } from '#shared/oedema.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import { headSchema } from '#shared/recipe/loss.ts'
import { recipeSchema, runtimeKindSchema } from '#shared/recipe.ts'
import { interactiveTasks } from './interactive-tasks.ts'

/** A task of the compute process: what is asked, what it tells on the way, what it answers. */
interface TaskShape {
  readonly request: z.ZodType
  readonly event: z.ZodType
  readonly result: z.ZodType
}

const photographSchema = z.object({ hash: sha256Schema, path: z.string() })

const labelledSchema = photographSchema.extend({
  group: z.string(),
  grade: gradeSchema,
  origin: z.enum(['imported', 'read']),
  /** Left out where it has no label of it. */
  oedema: oedemaRiskSchema.optional(),
})

const predictionSchema = z.object({
  hash: sha256Schema,
  probabilities: gradeProbabilitiesSchema,
  /** Of a model that tells oedema risks. */
  oedema: oedemaProbabilitiesSchema.optional(),
})

const vectorSchema = z.array(z.number()).readonly()

export const inspectionSchema = z.object({
  sha256: sha256Schema,
  bytes: z.int(),
  format: z.string(),
  width: z.int(),
  height: z.int(),
  orientation: z.int(),
  perceptualHash: z.string(),
  look: z.instanceof(Uint8Array),
  measures: qualityMeasuresSchema,
  verdict: verdictSchema,
  reasons: z.array(z.string()),
  /** How its file was read, where that is not evident from the picture. */
  notes: z.array(z.string()),
})
export type Inspection = z.infer<typeof inspectionSchema>

const progressEventSchema = z.object({
  kind: z.literal('progress'),
  stage: z.string(),
  done: z.int(),
  total: z.int(),
  secondsLeft: z.number().nullable(),
})

const deviceEventSchema = z.object({ kind: z.literal('device'), runtime: z.string(), device: z.string() })

const unreadableEventSchema = z.object({ kind: z.literal('unreadable'), hash: z.string(), reason: z.string() })

export const trainEventSchema = z.discriminatedUnion('kind', [
  progressEventSchema,
  deviceEventSchema,
  unreadableEventSchema,
  z.object({ kind: z.literal('epoch'), fit: z.string(), epoch: epochSchema, checkpoint: sha256Schema }),
  z.object({ kind: z.literal('checkpoint'), checkpoint: sha256Schema }),
])
export type TrainEvent = z.infer<typeof trainEventSchema>

export const partSchema = z.enum(['train', 'validation', 'hold-out'])

const triedKindSchema = z.enum(triedKinds)

const trialSchema = z.object({
  works: z.boolean(),
  worthwhile: z.boolean(),
  reason: z.string(),
  device: z.string(),
})

export const tasks = {
  inspect: {
    request: z.object({ paths: z.array(z.string()), workers: z.int() }),
    event: z.object({
      index: z.int(),
      inspection: inspectionSchema.nullable(),
      /** Why it could not be read, where it could not. */
      reason: z.string().nullable(),
    }),
    result: z.null(),
  },
  train: {
    request: z.object({
      photographs: z.array(labelledSchema),
      /** What a student's teacher says; null for a run without one. */
      pseudo: z
        .array(
          photographSchema.extend({
            ...{ group: z.string(), target: gradeProbabilitiesSchema },
            oedema: oedemaRiskSchema.optional(),
          }),
        )
        .nullable(),
      lockedGroups: z.array(z.string()),
      recipe: recipeSchema,
      runtime: runtimeKindSchema,
      parent: sha256Schema.nullable(),
      /** Whether folds go on from the parent, too. */
      foldsFromParent: z.boolean(),
      checkpoint: sha256Schema.nullable(),
      blobsFolder: z.string(),
      cacheFolder: z.string(),
      threads: z.int(),
    }),
    event: trainEventSchema,
    result: z.object({
      model: sha256Schema,
      architecture: z.string(),
      head: z.string(),
      parameters: z.int(),
      parts: z.array(z.object({ hash: sha256Schema, part: partSchema, fold: z.int().nullable() })),
      leftOut: z.array(sha256Schema),
      holdOut: z.array(predictionSchema),
      outOfFold: z.array(predictionSchema.extend({ fold: z.int() })),
      embeddings: z.array(z.object({ hash: sha256Schema, vector: vectorSchema })),
      traces: z.array(
        z.object({
          ...{ hash: sha256Schema, label: gradeSchema, seen: z.int(), margin: z.number(), loss: z.number() },
          ...{ lastLoss: z.number(), losses: z.array(z.number()).readonly(), forgotten: z.int(), learntAt: z.int() },
        }),
      ),
      /** The mean of the folds' models, where the recipe keeps them. */
      ensemble: z
        .object({
          model: sha256Schema,
          members: z.array(z.object({ fold: z.int(), model: sha256Schema, holdOut: z.array(predictionSchema) })),
          holdOut: z.array(predictionSchema),
        })
        .nullable(),
    }),
  },
  score: {
    request: z.object({
      model: sha256Schema,
      /** As the model's file says where left out. */
      testTimeAugmentation: z.boolean().optional(),
      photographs: z.array(photographSchema),
      runtime: runtimeKindSchema,
      blobsFolder: z.string(),
      cacheFolder: z.string(),
      threads: z.int(),
    }),
    event: z.discriminatedUnion('kind', [
      progressEventSchema,
      deviceEventSchema,
      unreadableEventSchema,
      z.object({
        kind: z.literal('scored'),
        results: z.array(predictionSchema.extend({ embedding: vectorSchema.optional() })),
      }),
    ]),
    result: z.object({ imagesPerSecond: z.number() }),
  },
  ...interactiveTasks,
  fitEnsemble: {
    request: z.object({
      members: z.array(sha256Schema),
      by: z.enum(ensembleKinds),
      eyes: z.boolean(),
      /** What a meta-learner is fitted to; none for an average. */
      cases: z.array(z.object({ features: z.array(z.number()), grade: gradeSchema, group: z.string() })),
      seed: z.int(),
      blobsFolder: z.string(),
    }),
    event: z.never(),
    result: z.object({
      model: sha256Schema,
      outOfFold: z.array(z.object({ fold: z.int(), probabilities: gradeProbabilitiesSchema })),
    }),
  },
  combine: {
    request: z.object({ model: sha256Schema, rows: z.array(z.array(z.number())), blobsFolder: z.string() }),
    event: z.never(),
    result: z.array(gradeProbabilitiesSchema),
  },
  writeEnsemble: {
    request: z.object({ model: sha256Schema, blobsFolder: z.string(), file: z.string() }),
    event: z.never(),
    result: z.null(),
  },
  importModel: {
    request: z.object({
      file: z.string(),
      /** Whose weights a .safetensors file has. */
      architecture: z.string().nullable(),
      size: z.int().nullable(),
      normalisation: channelNormalisationSchema.nullable(),
      head: headSchema.nullable(),
      /** The grade of each output. */
      classes: z.array(gradeSchema).nullable(),
      /** Of a regression. */
      cuts: z.array(z.number()).nullable(),
      /** Models of the project that the file may be a copy of. */
      known: z.array(sha256Schema),
      blobsFolder: z.string(),
    }),
    event: z.never(),
    result: z.object({
      ...{ model: sha256Schema, architecture: z.string(), head: z.string(), parameters: z.int() },
      /** Of the file's bytes. */
      file: sha256Schema,
      /** Those of the known models all of whose learnt numbers it has. */
      holds: z.array(sha256Schema),
      origin: modelOriginSchema.nullable(),
      /** What was found in the file and what it was taken for: sentences. */
      notes: z.array(z.string()),
      /** Why it is no model to use before it has trained. */
      untrained: z.string().nullable(),
      /** Where a regression's output passes from one grade to the next. */
      cuts: z.array(z.number()).nullable(),
    }),
  },
  /** Throws what a run of the recipe that goes on from the model would. */
  checkStart: {
    request: z.object({ recipe: recipeSchema, parent: sha256Schema, blobsFolder: z.string() }),
    event: z.never(),
    result: z.null(),
  },
  measureStep: {
    request: z.object({
      recipe: recipeSchema,
      runtime: runtimeKindSchema,
      threads: z.int(),
      /** The model that the recipe goes on from, where it does. */
      parent: z.object({ model: sha256Schema, blobsFolder: z.string() }).nullable(),
    }),
    event: z.never(),
    result: z.object({ milliseconds: z.number(), device: z.string(), peakBytes: z.number() }),
  },
  findRate: {
    request: z.object({
      photographs: z.array(labelledSchema),
      lockedGroups: z.array(z.string()),
      recipe: recipeSchema,
      runtime: runtimeKindSchema,
      parent: sha256Schema.nullable(),
      blobsFolder: z.string(),
      cacheFolder: z.string(),
      threads: z.int(),
    }),
    event: progressEventSchema.omit({ secondsLeft: true }),
    result: foundRateSchema,
  },
  tryRuntime: {
    request: z.object({ kind: triedKindSchema }),
    event: z.never(),
    result: trialSchema,
  },
  runtimes: {
    request: z.record(triedKindSchema, trialSchema),
    event: z.never(),
    result: z.array(
      runtimeStatusSchema.omit({ stepMilliseconds: true }).extend({ name: runtimeKindSchema, worthwhile: z.boolean() }),
    ),
  },
} as const satisfies Record<string, TaskShape>

export type TaskName = keyof typeof tasks
export type TaskRequest<K extends TaskName> = z.infer<(typeof tasks)[K]['request']>
export type TaskEvent<K extends TaskName> = z.infer<(typeof tasks)[K]['event']>
export type TaskResult<K extends TaskName> = z.infer<(typeof tasks)[K]['result']>

const taskNameSchema = z.enum(Object.keys(tasks) as [TaskName, ...TaskName[]])

export const toComputeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), id: z.int(), task: taskNameSchema, request: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
])

export const fromComputeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('log'),
    entry: z.object({
      level: z.enum(logLevels),
      what: z.string(),
      causes: z.array(z.object({ anonymous: z.string(), message: z.string() })).readonly(),
    }),
  }),
  z.object({ kind: z.literal('event'), id: z.int(), event: z.unknown() }),
  z.object({ kind: z.literal('done'), id: z.int(), result: z.unknown() }),
  z.object({
    kind: z.literal('failed'),
    id: z.int(),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
])
export type FromCompute = z.infer<typeof fromComputeSchema>
