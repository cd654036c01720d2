import { oc } from '@orpc/contract'
import { z } from 'zod'
import { imageIdSchema, runIdSchema } from '../ids.ts'
import { pageSchema, runSchema } from './common.ts'

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
  /** A reader's own verdict; kept beside the rule's, and it wins. */
  decide: oc
    .input(
      z.object({
        images: z.array(imageIdSchema).min(1).max(10_000),
        verdict: verdictSchema,
        grader: z.string().min(1),
      }),
    )
    .output(z.object({ changed: z.int() })),
}
