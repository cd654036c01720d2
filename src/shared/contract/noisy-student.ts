import { oc } from '@orpc/contract'
import { z } from 'zod'
import { modelIdSchema, runIdSchema } from '../ids.ts'
import { recipeSchema } from '../recipe.ts'
import { instantSchema, runSchema } from './common.ts'
import { trainRequestSchema } from './training.ts'
import { roundComparisonSchema, roundVerdictSchema } from './verdicts.ts'

/** Why a photograph gets a teacher's label: it has none, its readers doubt it, or the teacher doubts the one it came with. */
export const pseudoSources = ['unlabelled', 'doubtful', 'suspect'] as const
export type PseudoSource = (typeof pseudoSources)[number]

/** One round of a noisy-student run: a teacher, its pseudo labels, the student's training and what came of it. */
export const roundSchema = z.object({
  /** From 1. */
  round: z.int(),
  /** The student's training, a training run like any other. */
  run: runIdSchema,
  teacher: modelIdSchema,
  /** The student; null before it is trained. */
  model: modelIdSchema.nullable(),
  /** Distinct photographs with a pseudo label, where they came from, how many of each grade, and the share of each batch that
   *  had one, 0 to 1; that is null before the student's first epoch, and of rounds that an earlier version took. */
  pseudoLabels: z.object({
    total: z.int(),
    unlabelled: z.int(),
    doubtful: z.int(),
    suspect: z.int(),
    byGrade: z.array(z.int()),
    share: z.number().nullable(),
  }),
  /** All three null before the round was judged. */
  verdict: roundVerdictSchema.nullable(),
  comparison: roundComparisonSchema.nullable(),
  /** Why, in a sentence for the reader. */
  reason: z.string().nullable(),
  startedAt: instantSchema,
  judgedAt: instantSchema.nullable(),
})
export type Round = z.infer<typeof roundSchema>

/** A noisy-student run with its rounds so far, first to last. */
export const noisyStudentRunSchema = runSchema.extend({
  recipe: recipeSchema,
  /** How many rounds it may take; two rejections end it sooner. */
  mostRounds: z.int(),
  /** The best accepted model so far; the first teacher until there is one; null before the first round. */
  best: modelIdSchema.nullable(),
  rounds: z.array(roundSchema),
})
export type NoisyStudentRun = z.infer<typeof noisyStudentRunSchema>

export const noisyStudentContract = {
  /** The current model is the first teacher. */
  start: oc.input(trainRequestSchema.extend({ rounds: z.int().min(1).max(100).default(3) })).output(runSchema),
  resume: oc.input(z.object({ run: runIdSchema })).output(runSchema),
  run: oc.input(z.object({ run: runIdSchema })).output(noisyStudentRunSchema),
  /** Newest first. */
  runs: oc.output(z.array(noisyStudentRunSchema)),
}
