import { oc } from '@orpc/contract'
import { z } from 'zod'
import { writtenPlaceFields } from './common.ts'
import { layoutNameSchema } from './imports.ts'

export const exportFormats = ['csv', 'coco', 'labels', 'audit', 'report'] as const

export const exportRequestSchema = z.object({
  format: z.enum(exportFormats),
  /** Layout of `labels`; the one the labels came in where left out. */
  layout: layoutNameSchema.optional(),
  labelSet: z.string().optional(),
  /** File to write, for labels of a set of several files the folder; under the project's `exports/` where left out. */
  output: z.string().optional(),
  ...writtenPlaceFields,
})
export type ExportRequest = z.infer<typeof exportRequestSchema>

export const exportsContract = {
  write: oc.input(exportRequestSchema).output(
    z.object({
      files: z.array(z.string()),
      rows: z.int(),
      /** How the file differs from the one that came, beside changed grades. */
      notes: z.array(z.string()),
    }),
  ),
}
