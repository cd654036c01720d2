import { oc } from '@orpc/contract'
import { z } from 'zod'
import { imageIdSchema, runIdSchema } from '../ids.ts'
import { pageSchema, projectIdSchema, runSchema, turnRequestSchema } from './common.ts'

export const verdicts = ['good', 'usable', 'reject'] as const
export const verdictSchema = z.enum(verdicts)
export type Verdict = z.infer<typeof verdictSchema>

/** Fractions are of pixels, 0 to 1: `dark`/`bright` of the whole frame, `retina…` of the pixels inside the retina. */
export const qualityMeasuresSchema = z.object({
  darkFraction: z.number(),
  brightFraction: z.number(),
  /** Null where no retina was found. */
  retinaDarkFraction: z.number().nullable(),
  retinaBrightFraction: z.number().nullable(),
  underexposed: z.boolean(),
  overexposed: z.boolean(),
  retinaUnderexposed: z.boolean(),
  retinaOverexposed: z.boolean(),
  retinaFraction: z.number(),
  focus: z.number(),
  /** Grey levels inside the retina, or of the frame where none was found, 64 bins, shares of its pixels. */
  histogram: z.array(z.number()),
})
export type QualityMeasures = z.infer<typeof qualityMeasuresSchema>

export const qualityItemSchema = z.object({
  image: imageIdSchema,
  name: z.string(),
  verdict: verdictSchema,
  decidedBy: z.enum(['rule', 'reader']),
  reasons: z.array(z.string()),
  measures: qualityMeasuresSchema,
})
export type QualityItem = z.infer<typeof qualityItemSchema>

export const qualityPageSchema = z.object({
  total: z.int(),
  counts: z.object({ good: z.int(), usable: z.int(), reject: z.int() }),
  reasons: z.record(z.string(), z.int()),
  items: z.array(qualityItemSchema),
})

const rangeEndSchema = z.object({
  /** From 0, in the list of the filter. */
  place: z.int().min(0),
  /** The photograph that was seen there; null where it had not been loaded. */
  image: imageIdSchema.nullable(),
})

/** Photographs as they were chosen: of the list that a filter gives those between two places, or all. */
export const qualitySelectionSchema = z.object({
  verdict: verdictSchema.optional(),
  reason: z.string().optional(),
  /** Photographs of the list when it was chosen from. */
  total: z.int().min(1),
  range: z.object({ first: rangeEndSchema, last: rangeEndSchema }).optional(),
})

export const verdictRequestSchema = z.object({
  images: z.array(imageIdSchema).min(1).max(10_000).optional(),
  selection: qualitySelectionSchema.optional(),
  verdict: verdictSchema,
  grader: z.string().trim().min(1),
  project: projectIdSchema.optional(),
})
export type VerdictRequest = z.infer<typeof verdictRequestSchema>

export const qualityDecisionSchema = z.object({
  /** Photographs that have another verdict now, or have it from a reader for the first time. */
  changed: z.int(),
  /** Those that were left as they were, and why: a reader had said so `already`, or they are `unmeasured`. */
  left: z.object({ already: z.int(), unmeasured: z.int() }),
})

/** What was taken back or made again; null where there is nothing. `kept`: photographs of it that were given another verdict
 *  since, which stays. */
export const qualityTurnSchema = z.object({ verdict: verdictSchema, changed: z.int(), kept: z.int() }).nullable()

/** Field names are those of the command line's contract. */
export const screeningReportSchema = z.object({
  images: z.int(),
  verdicts: z.object({ good: z.int(), usable: z.int(), reject: z.int() }),
  /** By the published rules, which count the whole frame … */
  underexposed: z.array(z.string()),
  overexposed: z.array(z.string()),
  /** … and by the same levels inside the retina, which a black surround cannot dilute. */
  retinaUnderexposed: z.array(z.string()),
  retinaOverexposed: z.array(z.string()),
  /** Photographs that could not be read: what was measured of them before stands. */
  unreadable: z.array(z.object({ image: z.string(), reason: z.string() })).default([]),
  imagesPerSecond: z.number(),
})
export type ScreeningReport = z.infer<typeof screeningReportSchema>

export const qualityContract = {
  /** Measures every photograph of the project again. */
  screen: oc.output(runSchema),
  report: oc.input(z.object({ run: runIdSchema })).output(screeningReportSchema.nullable()),
  list: oc
    .input(pageSchema.extend({ verdict: verdictSchema.optional(), reason: z.string().optional() }))
    .output(qualityPageSchema),
  /** A reader's own verdict; kept beside the rule's, and it wins. Either `images` or a `selection`, which is refused with `conflict`
   *  where the list has changed since. */
  decide: oc.input(verdictRequestSchema).output(qualityDecisionSchema),
  /** Undo is of a reader's own changes, the newest first, and outlives a restart. */
  undo: oc.input(turnRequestSchema).output(qualityTurnSchema),
  redo: oc.input(turnRequestSchema).output(qualityTurnSchema),
}
