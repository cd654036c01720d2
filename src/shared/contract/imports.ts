import { oc } from '@orpc/contract'
import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { runIdSchema } from '../ids.ts'
import { runSchema } from './common.ts'

export const layoutNames = [
  'eyepacs',
  'eyeq',
  'aptos',
  'messidor2',
  'idrid',
  'ddr',
  'deepdrid',
  'odir',
  'rfmid',
  'table',
] as const
export const layoutNameSchema = z.enum(layoutNames)
export type LayoutName = z.infer<typeof layoutNameSchema>
export const layoutChoiceSchema = z.enum(['auto', ...layoutNames])

/** Which column of a `table` holds what; values are column names of the file's header. */
export const columnMapSchema = z.object({
  image: z.string().min(1),
  grade: z.string().min(1),
  oedema: z.string().min(1).optional(),
  patient: z.string().min(1).optional(),
  eye: z.string().min(1).optional(),
})
export type ColumnMap = z.infer<typeof columnMapSchema>

export const importRequestSchema = z.object({
  imagesFolder: z.string().min(1),
  labelsFile: z.string().min(1),
  layout: layoutChoiceSchema.default('auto'),
  columns: columnMapSchema.optional(),
  /** Name of the label set; the file's name without extension where left out. */
  labelSet: z.string().trim().min(1).max(200).optional(),
  /** A folder of the project that numbers its patients as this one does; without it a patient counts within this folder only. */
  patientsAs: z.string().min(1).optional(),
})
export type ImportRequest = z.infer<typeof importRequestSchema>

const rejectedRowSchema = z.object({ line: z.int(), reason: z.string() })

/** What an import found; field names are those of the command line's contract. Images are named as the command line names them. */
export const importReportSchema = z.object({
  layout: layoutNameSchema,
  labelSet: z.string(),
  images: z.int(),
  labels: z.int(),
  missingImages: z.array(z.string()),
  unlabelledImages: z.array(z.string()),
  unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** How files were read, where that is not evident from the picture: of several pages the first, of few bits all. */
  notes: z.array(z.object({ file: z.string(), note: z.string() })).default([]),
  duplicates: z.array(z.array(z.string())),
  /** Photographs of this folder that are a turned or mirrored copy of another of the project. */
  augmentedCopies: z.int().default(0),
  conflicts: z.array(z.object({ images: z.array(z.string()), grades: z.array(gradeSchema) })),
  disagreements: z.array(z.object({ image: z.string(), grades: z.record(z.string(), gradeSchema) })),
  rejectedRows: z.array(rejectedRowSchema),
})
export type ImportReport = z.infer<typeof importReportSchema>

export const previewRowSchema = z.object({
  line: z.int(),
  name: z.string(),
  grade: gradeSchema.nullable(),
  oedema: z.int().nullable(),
  patient: z.string().nullable(),
  eye: z.string().nullable(),
  /** Path of a thumbnail under /pixels/, or null where no photograph bears this name. */
  thumbnail: z.string().nullable(),
})

export const importPreviewSchema = z.object({
  layout: layoutNameSchema,
  /** What was detected, in words. */
  sentence: z.string(),
  header: z.array(z.string()),
  columns: columnMapSchema.nullable(),
  images: z.int(),
  rows: z.int(),
  matched: z.int(),
  missingImages: z.array(z.string()),
  unlabelledImages: z.array(z.string()),
  rejectedRows: z.array(rejectedRowSchema),
  gradeCounts: z.array(z.int()).length(5),
  firstRows: z.array(previewRowSchema),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

export const importsContract = {
  preview: oc.input(importRequestSchema).output(importPreviewSchema),
  start: oc.input(importRequestSchema).output(runSchema),
  report: oc.input(z.object({ run: runIdSchema })).output(importReportSchema.nullable()),
}
