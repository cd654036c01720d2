import { z } from 'zod'
import { namedChangeSchema } from '#shared/augmentation.ts'
import { mapLayersSchema, mapMethodSchema, mapSidesSchema } from '#shared/contract/looking.ts'
import { gradeSchema } from '#shared/grades.ts'
import { sha256Schema } from '#shared/ids.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import { runtimeKindSchema } from '#shared/recipe.ts'

/** One, or an ensemble's members, whose maps are averaged. */
const modelsSchema = z.array(sha256Schema).min(1)

/** What a reader waits for. */
export const interactiveTasks = {
  explain: {
    request: z.object({
      models: modelsSchema,
      path: z.string(),
      grade: gradeSchema.nullable(),
      /** Tried first where no grade is asked for. */
      likely: gradeSchema.nullable(),
      against: gradeSchema.nullable(),
      method: mapMethodSchema,
      layers: z.array(z.string()),
      change: namedChangeSchema.nullable(),
      runtime: runtimeKindSchema,
      blobsFolder: z.string(),
      threads: z.int(),
    }),
    event: z.never(),
    result: z.object({
      probabilities: gradeProbabilitiesSchema,
      grade: gradeSchema,
      sides: mapSidesSchema,
      layer: z.string(),
      overlay: sha256Schema,
      picture: sha256Schema.nullable(),
      width: z.int(),
      height: z.int(),
    }),
  },
  mapLayers: {
    request: z.object({ models: modelsSchema, blobsFolder: z.string() }),
    event: z.never(),
    result: mapLayersSchema.omit({ model: true }),
  },
} as const
