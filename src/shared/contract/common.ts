import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { modelIdSchema, runIdSchema } from '../ids.ts'

/** Page of a list: rows `offset` to `offset + limit`. */
export const pageSchema = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(200) })

/** ISO 8601 instant in UTC. */
export const instantSchema = z.string()

export const runStates = ['queued', 'running', 'cancelling', 'cancelled', 'interrupted', 'failed', 'done'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

export const runKinds = ['import', 'screen', 'train', 'noisy-student', 'score'] as const
export const runKindSchema = z.enum(runKinds)
export type RunKind = z.infer<typeof runKindSchema>

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})

/** One epoch of a training run. `qwk` is the quadratic weighted kappa on the validation part; null where undefined. */
export const epochSchema = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  qwk: z.number().nullable(),
  accuracy: z.number().nullable(),
  averageAuc: z.number().nullable(),
  learningRate: z.number(),
  imagesPerSecond: z.number(),
})
export type Epoch = z.infer<typeof epochSchema>

/** A job, running or past, as lists show it. Durations are in seconds. */
export const runSchema = z.object({
  id: runIdSchema,
  kind: runKindSchema,
  state: runStateSchema,
  stage: z.string().nullable(),
  done: z.int(),
  total: z.int(),
  secondsLeft: z.number().nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  error: failureSchema.nullable(),
  resumable: z.boolean(),
})
export type Run = z.infer<typeof runSchema>

export const modelStatuses = ['starter', 'candidate', 'promoted', 'retired'] as const
export const modelStatusSchema = z.enum(modelStatuses)
export type ModelStatus = z.infer<typeof modelStatusSchema>

export const modelSummarySchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  architecture: z.string(),
  head: z.string(),
  status: modelStatusSchema,
  parent: modelIdSchema.nullable(),
  createdAt: instantSchema,
  /** On its own locked hold-out. */
  qwk: z.number().nullable(),
  current: z.boolean(),
  /** Who is to be named with a model that came with the application, and the licence; null for any other. */
  attribution: z.string().nullable(),
})
export type ModelSummary = z.infer<typeof modelSummarySchema>

/** A pair of neighbouring grades, such as Mild and Moderate. */
export const boundarySchema = z.tuple([gradeSchema, gradeSchema])
