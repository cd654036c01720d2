import { oc } from '@orpc/contract'
import { z } from 'zod'
import { instantSchema } from './common.ts'
import { labelSetSchema } from './projects.ts'

/** One file of a label set. */
const labelFileSchema = z.object({
  fileName: z.string(),
  layout: z.string(),
  /** The folder of photographs that it came with. */
  folder: z.string(),
  importedAt: instantSchema,
  rows: z.int(),
  /** Rows whose grade can be used. */
  graded: z.int(),
  /** Of the rows that can be used, those whose photograph is in the project. */
  labels: z.int(),
})

export const labelSetDetailsSchema = labelSetSchema.extend({
  details: z.array(labelFileSchema),
  /** Photographs whose label is this set's. */
  counting: z.int(),
})
export type LabelSetDetails = z.infer<typeof labelSetDetailsSchema>

/** What making a set the primary one does, or did, to the grades. */
export const primaryChangeSchema = z.object({
  labelSet: z.string(),
  /** The primary set before; null where there was none. */
  before: z.string().nullable(),
  /** Photographs with a label. None gains or loses one: what the primary set does not grade keeps the label it came with. */
  labelled: z.int(),
  /** Photographs whose label becomes another grade. */
  changed: z.int(),
  /** Of these, those that a reader has read: their grade stays. */
  read: z.int(),
  /** Photographs by the grade of their label before (rows) and after (columns). */
  matrix: z.array(z.array(z.int()).length(5)).length(5),
})
export type PrimaryChange = z.infer<typeof primaryChangeSchema>

const byNameSchema = z.object({ labelSet: z.string().trim().min(1) })

export const labelsContract = {
  /** Oldest first. */
  list: oc.output(z.array(labelSetDetailsSchema)),
  previewPrimary: oc.input(byNameSchema).output(primaryChangeSchema),
  /** Does it, and ranks suspicion anew. It can be taken back by making the other set primary again. `grader`: who does it. */
  makePrimary: oc
    .input(byNameSchema.extend({ grader: z.string().trim().min(1).max(200).optional() }))
    .output(primaryChangeSchema),
}
