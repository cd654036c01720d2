import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { modelIdSchema, runIdSchema } from '../ids.ts'

/** Page of a list: rows `offset` to `offset + limit`. */
export const pageSchema = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(200) })

/** The project that a decision is meant for: refused with `conflict` where another one is open by the time it arrives. */
export const projectIdSchema = z.string().min(1)

/** Undo or redo of a reader's own decisions. */
export const turnRequestSchema = z.object({ grader: z.string().min(1), project: projectIdSchema.optional() })
export type TurnRequest = z.infer<typeof turnRequestSchema>

/** Beside a path, which a page may not name, in what is asked to be written. */
export const writtenPlaceFields = {
  /** Handle of a place that was chosen (`system.chooseTarget`, or the shell's dialog): good for one file. */
  target: z.string().min(1).optional(),
  /** Writes over a file that is there. */
  force: z.boolean().optional(),
}

/** ISO 8601 instant in UTC. */
export const instantSchema = z.string()

export const runStates = ['queued', 'running', 'cancelling', 'cancelled', 'interrupted', 'failed', 'done'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

export const runKinds = ['import', 'screen', 'train', 'noisy-student', 'score', 'combine'] as const
export const runKindSchema = z.enum(runKinds)
export type RunKind = z.infer<typeof runKindSchema>

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})

/** How well a model tells oedema risks, on `n` photographs that have a label of it. Undefined figures are null. */
export const oedemaFiguresSchema = z.object({
  n: z.int(),
  qwk: z.number().nullable(),
  /** Of risk 1 or 2 against none. */
  anyRiskAuc: z.number().nullable(),
  /** Of risk 2, exudates within one disc diameter of the macula's centre, against less. */
  referableAuc: z.number().nullable(),
})
export type OedemaFigures = z.infer<typeof oedemaFiguresSchema>

const undefinable = z.number().nullable()

/** One epoch of a training run. `qwk` is the quadratic weighted kappa on the validation part; null where undefined. What is
 *  optional is absent of epochs that earlier versions told of. */
export const epochSchema = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  qwk: z.number().nullable(),
  accuracy: z.number().nullable(),
  averageAuc: z.number().nullable(),
  /** 95 % interval of `qwk` by bootstrap over groups. */
  qwkInterval: z.tuple([undefinable, undefinable]).optional(),
  /** Of each grade against all others. */
  aucPerGrade: z.array(undefinable).optional(),
  /** Rows are the labels, columns the predictions; counts. */
  confusion: z.array(z.array(z.int())).optional(),
  /** On the validation part; only of runs that learn it. */
  oedema: oedemaFiguresSchema.optional(),
  /** Share of each batch that had a teacher's label, 0 to 1; only of students. */
  pseudoShare: z.number().optional(),
  learningRate: z.number(),
  imagesPerSecond: z.number(),
  /** Resident memory of the process that computes, bytes. */
  memory: z.int().optional(),
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
  /** Of its oedema risks there; null where it tells none. */
  oedemaQwk: z.number().nullable(),
  current: z.boolean(),
  /** Who is to be named with a model that came with the application, and the licence; null for any other. */
  attribution: z.string().nullable(),
  /** Why its answers mean nothing before it has trained, a sentence: it came without a classifier for grades, and is a place
   *  to start from. Null for a model that can be used. */
  untrained: z.string().nullable(),
  /** In a sentence, that its classes seem to come in another order than they were taken in; null where they do not. */
  doubt: z.string().nullable(),
})
export type ModelSummary = z.infer<typeof modelSummarySchema>

/** A pair of neighbouring grades, such as Mild and Moderate. */
export const boundarySchema = z.tuple([gradeSchema, gradeSchema])
