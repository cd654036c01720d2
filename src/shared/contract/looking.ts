import { oc } from '@orpc/contract'
import { z } from 'zod'
import { namedChangeSchema } from '../augmentation.ts'
import { gradeSchema } from '../grades.ts'
import { imageIdSchema, modelIdSchema, sha256Schema } from '../ids.ts'
import { gradeProbabilitiesSchema } from '../probabilities.ts'

export const mapMethods = [
  'grad-cam',
  'grad-cam++',
  'hires-cam',
  'layer-cam',
  'guided-backpropagation',
  'integrated-gradients',
  'occlusion',
] as const
export const mapMethodSchema = z.enum(mapMethods)
export type MapMethod = z.infer<typeof mapMethodSchema>

/** Finds microaneurysms best of those that take one pass and can tell one grade from another (docs/decisions/0012). */
export const usualMapMethod: MapMethod = 'layer-cam'

/** Whether the method can tell what speaks for one grade from what speaks for another: gradients alone have no side. */
export function tellsSides(method: MapMethod): boolean {
  return method !== 'guided-backpropagation'
}

/** Of two sides, a map shows in blue what speaks for the grade that it sets the other against. */
export const mapSidesSchema = z.enum(['one', 'two'])
export type MapSides = z.infer<typeof mapSidesSchema>

export const explainRequestSchema = z.object({
  image: imageIdSchema,
  /** The predicted grade where left out. */
  grade: gradeSchema.optional(),
  /** The grade that it is set against: the map is of the difference of their logits. */
  against: gradeSchema.optional(),
  method: mapMethodSchema.default(usualMapMethod),
  /** Those whose maps are averaged; the method's usual one where none is named. */
  layers: z.array(z.string().min(1)).default([]),
  /** The photograph is looked at as this leaves it. */
  change: namedChangeSchema.optional(),
})
export type ExplainRequest = z.infer<typeof explainRequestSchema>

export const explanationSchema = z.object({
  image: imageIdSchema,
  model: modelIdSchema,
  grade: gradeSchema,
  against: gradeSchema.nullable(),
  sides: mapSidesSchema,
  method: mapMethodSchema,
  /** Names of the layers with commas between them, or `image` from a method that looks at the photograph's own pixels. */
  layer: z.string(),
  probabilities: gradeProbabilitiesSchema,
  /** The overlay: a PNG that lies exactly over the photograph, or over `picture`, under /pixels/. */
  overlay: z.string(),
  /** The changed photograph as the model saw it; null where no change was asked for. */
  picture: z.string().nullable(),
  blob: sha256Schema,
  map: z.object({ width: z.int(), height: z.int() }),
})

/** The layers of the current model that maps can be drawn from, first to last. */
export const mapLayersSchema = z.object({
  model: modelIdSchema,
  layers: z.array(z.object({ name: z.string(), channels: z.int(), height: z.int(), width: z.int() })),
  /** Those that a method looks at where none is named; without the methods that look at none. */
  usual: z.partialRecord(mapMethodSchema, z.array(z.string())),
})

export const suspectSchema = z.object({
  image: z.string(),
  label: gradeSchema,
  /** The likeliest true grade. */
  suggested: gradeSchema,
  /** Whether how the picture was taken speaks loudest: it may be none of the grades. */
  ungradable: z.boolean(),
  score: z.number(),
  /** Of this label alone, where the score is 1 because a copy has another grade and one of the two is wrong. */
  ownScore: z.number(),
  /** What speaks loudest against the label, or for it where nothing speaks against. */
  sentence: z.string(),
  terms: z.record(z.string(), z.number()),
})

export const lookingContract = {
  explain: oc.input(explainRequestSchema).output(explanationSchema),
  layers: oc.output(mapLayersSchema),
  suspects: oc
    .input(
      z.object({
        limit: z.int().min(1).max(1_000_000).default(100),
        boundary: z.tuple([gradeSchema, gradeSchema]).optional(),
        labelSet: z.string().optional(),
        /** As this reader may see it; all that is known, where none is named. */
        grader: z.string().min(1).optional(),
        /** Whether the newest candidate will do where no model is in use. */
        candidate: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        model: modelIdSchema.nullable(),
        /** False of a candidate. */
        inUse: z.boolean(),
        /** Labelled photographs that are not ranked. */
        unscored: z.int(),
        /** How many of them only because they are locked away to judge models by, and nobody has read them blind yet. */
        locked: z.int(),
        /** All of them by reason: to be read blind first; no model is in use; the one in use has said nothing of them; it has learnt
         *  from them, a copy or another photograph of the patient; or an adjudicator settled their grade. */
        unranked: z.object({ blind: z.int(), noModel: z.int(), unscored: z.int(), learnt: z.int(), settled: z.int() }),
        suspects: z.array(suspectSchema),
      }),
    ),
}
