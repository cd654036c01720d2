import { oc } from '@orpc/contract'
import { z } from 'zod'
import { decisionSchema, gradeSchema, phaseSchema, ungradableReasonSchema } from '../grades.ts'
import { imageIdSchema, labelSetIdSchema, modelIdSchema, readingIdSchema } from '../ids.ts'
import { lesionSchema } from '../lesions.ts'
import { oedemaProbabilitiesSchema } from '../oedema.ts'
import { gradeProbabilitiesSchema } from '../probabilities.ts'
import { packedQueueSchema } from '../queue.ts'
import { boundarySchema, instantSchema, projectIdSchema, turnRequestSchema } from './common.ts'
import { verdictSchema } from './quality.ts'

/** `active`: suspicion less ambiguity (active label cleaning, Bernhardt 2022), so that clear errors come before hard cases.
 *  `uncertainty`: where the model is least sure. `diversity`: as suspicion, but photographs that look alike to the model not one after another. `random`: the same for everybody, whatever is known. */
export const queueOrders = [
  'suspicion',
  'active',
  'uncertainty',
  'diversity',
  'random',
  'name',
  'unreviewed-first',
] as const

export const queueRequestSchema = z.object({
  order: z.enum(queueOrders).default('suspicion'),
  boundary: boundarySchema.optional(),
  grader: z.string().min(1),
})

/** How the photograph was shown when a decision was made; stored with the reading as it is. */
export const viewSettingsSchema = z.object({
  zoom: z.number(),
  brightness: z.number(),
  contrast: z.number(),
  heatMap: z.boolean(),
  heatMapOpacity: z.number(),
})

export const shownSchema = z.object({
  labels: z.array(z.object({ labelSet: z.string(), grade: gradeSchema.nullable() })),
  model: modelIdSchema.nullable(),
  probabilities: gradeProbabilitiesSchema.nullable(),
  mapMethod: z.string().nullable(),
  view: viewSettingsSchema.nullable(),
})
export type Shown = z.infer<typeof shownSchema>

export const readingSchema = z.object({
  id: readingIdSchema,
  image: imageIdSchema,
  grader: z.string(),
  phase: phaseSchema,
  decision: decisionSchema,
  ungradableReason: ungradableReasonSchema.nullable(),
  lesions: z.array(lesionSchema),
  seconds: z.number().nullable(),
  at: instantSchema,
})
export type Reading = z.infer<typeof readingSchema>

export const gradeRequestSchema = z.object({
  image: imageIdSchema,
  grader: z.string().trim().min(1).max(200),
  decision: decisionSchema,
  ungradableReason: ungradableReasonSchema.nullable().default(null),
  /** What the reader had seen. Where left out: blind, for a photograph that is locked away to judge models by and that the
   *  reader has not read yet; revealed, for any other. */
  phase: phaseSchema.optional(),
  lesions: z.array(lesionSchema).default([]),
  confidence: z.number().min(0).max(1).nullable().default(null),
  /** Seconds from painted to decided. */
  seconds: z.number().min(0).nullable().default(null),
  shown: shownSchema.nullable().default(null),
  project: projectIdSchema.optional(),
})
export type GradeRequest = z.infer<typeof gradeRequestSchema>

export const gradeReplySchema = z.object({
  reading: readingSchema,
  impliedGrade: gradeSchema.nullable(),
  contradiction: z.boolean(),
  /** Photographs this grader has read, of all. */
  reviewed: z.int(),
})

/** What Z or its opposite did; null where there is nothing to undo (or redo). */
export const undoReplySchema = z
  .object({ image: imageIdSchema, decision: decisionSchema, reviewed: z.int() })
  .nullable()

/** What the runs record of a label that is learnt. Looks count from 0; losses are cross-entropies, nats. */
const labelLearningSchema = z.object({
  /** The look at which the model first had it right; null for never. */
  learntAt: z.number().nullable(),
  /** How often it was right and at the next look wrong. */
  forgotten: z.number(),
  /** Mean over all looks, and the last one's. */
  loss: z.number(),
  lastLoss: z.number(),
  /** From the first look to the last, at most 16, each over as many looks; none of a model that was trained before they were kept. */
  losses: z.array(z.number()),
})

export const suspicionSchema = z.object({
  /** 0 to 1: how likely the label is wrong, as far as has been learnt. */
  score: z.number(),
  label: gradeSchema,
  suggested: gradeSchema,
  /** Whether how the picture was taken speaks loudest: it may be none of the grades. */
  ungradable: z.boolean(),
  /** How the model learnt this label while training, and the medians of all labels; null where it learnt another one, or none. */
  learning: labelLearningSchema.extend({ usual: labelLearningSchema }).nullable(),
  /** What was found, what one of it counts for, and both in words where there is something to say. */
  terms: z.array(
    z.object({ name: z.string(), value: z.number(), weight: z.number(), sentence: z.string().nullable() }),
  ),
  /** What speaks loudest. */
  sentence: z.string(),
})

export const photographSchema = z.object({
  image: imageIdSchema,
  name: z.string(),
  width: z.int(),
  height: z.int(),
  /** Paths under /pixels/. `full` is null where Chromium cannot show the file itself (TIFF, 16-bit). */
  pixels: z.object({ thumbnail: z.string(), preview: z.string(), full: z.string().nullable() }),
  patient: z.string().nullable(),
  eye: z.string().nullable(),
  /** What each label file says of it, the label that counts first. */
  labels: z.array(
    z.object({
      /** Its number among all files; a set of one file has the number of the file. */
      file: labelSetIdSchema,
      labelSet: labelSetIdSchema,
      name: z.string(),
      fileName: z.string(),
      /** Whether the label set is the primary one. */
      primary: z.boolean(),
      /** Whether it is the label of the photograph where no reader has decided: the primary set's, else the oldest file's. */
      counts: z.boolean(),
      grade: gradeSchema.nullable(),
      oedema: z.int().nullable(),
    }),
  ),
  prediction: z
    .object({
      model: modelIdSchema,
      probabilities: gradeProbabilitiesSchema,
      /** Whether the fit behind these numbers never saw this photograph, its patient or its duplicates. */
      outOfFold: z.boolean(),
      /** Null from a model that does not tell oedema risks. */
      oedema: oedemaProbabilitiesSchema.nullable(),
    })
    .nullable(),
  suspicion: suspicionSchema.nullable(),
  readings: z.array(readingSchema),
  /** Whether what other readers say of it is kept from this one, who has not read it: `readings`, `current` and `suspicion` are
   *  as if nobody had. */
  othersHidden: z.boolean(),
  /** Whether it is to be read blind first, as it is locked away to judge models by, or checks labels or the reader: there are no
   *  labels then, no prediction, no readings but the reader's own (none where it is asked once more), and no current grade. */
  blind: z.boolean(),
  current: z.object({
    state: z.enum(['adjudicated', 'read', 'unresolved', 'imported', 'ungradable', 'none']),
    grade: gradeSchema.nullable(),
  }),
  /** `notes`: sentences on how its file was read, where that is not evident from the picture. */
  quality: z.object({ verdict: verdictSchema, reasons: z.array(z.string()), notes: z.array(z.string()) }).nullable(),
})
export type Photograph = z.infer<typeof photographSchema>

export const reviewContract = {
  /** A photograph by its name on the command line: file name without extension, or the full id where that is not unique. */
  find: oc.input(z.object({ image: z.string().min(1) })).output(z.object({ image: imageIdSchema })),
  /** The whole queue in one reply: 100,000 rows scroll without a second call. `unpackQueue` reads it. */
  queue: oc.input(queueRequestSchema).output(packedQueueSchema),
  /** As this reader may see it; as anybody may, where no reader is named. */
  photograph: oc.input(z.object({ image: imageIdSchema, grader: z.string().optional() })).output(photographSchema),
  /** Refused with `conflict` where a locked photograph would be read with its labels shown before it was read blind. */
  grade: oc.input(gradeRequestSchema).output(gradeReplySchema),
  undo: oc.input(turnRequestSchema).output(undoReplySchema),
  redo: oc.input(turnRequestSchema).output(undoReplySchema),
  /** `readings`: decisions that stand; `photographs`: those they are of. */
  graders: oc.output(z.array(z.object({ name: z.string(), readings: z.int(), photographs: z.int() }))),
}
