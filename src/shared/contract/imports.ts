import { oc } from '@orpc/contract'
import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { runIdSchema } from '../ids.ts'
import { runSchema } from './common.ts'
import { movedFolderSchema } from './sources.ts'

/** Endings of files that may hold labels, as pickers offer them. Old workbooks are refused with what to do. */
export const labelExtensions = ['csv', 'tsv', 'txt', 'xlsx', 'xlsm', 'xls'] as const

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
  /** One folder a grade, and no label file. */
  'folders',
] as const
export const layoutNameSchema = z.enum(layoutNames)
export type LayoutName = z.infer<typeof layoutNameSchema>
/** `none`: the photographs alone, whatever their folders are called. */
export const layoutChoiceSchema = z.enum(['auto', ...layoutNames, 'none'])

/** Which column of a `table` holds what; values are column names of the file's header. */
export const columnMapSchema = z.object({
  image: z.string().min(1),
  grade: z.string().min(1),
  oedema: z.string().min(1).optional(),
  patient: z.string().min(1).optional(),
  eye: z.string().min(1).optional(),
})
export type ColumnMap = z.infer<typeof columnMapSchema>

/** What a file's own words count for; null for no grade. */
export const gradeChoicesSchema = z.record(z.string().min(1), gradeSchema.nullable())
export type GradeChoices = z.infer<typeof gradeChoicesSchema>

/** What a grade column holds beside 0 to 4. */
export const gradeWordSchema = z.object({
  word: z.string(),
  rows: z.int(),
  /** The grade that the word names, if any. */
  offered: gradeSchema.nullable(),
  /** The grade that it counts for. */
  grade: gradeSchema.nullable(),
  /** The grades it may stand for; while there are several and none was chosen, the file cannot be imported. */
  choices: z.array(gradeSchema),
  /** Whether the request says what it counts for. */
  chosen: z.boolean(),
})
export type GradeWord = z.infer<typeof gradeWordSchema>

export const importRequestSchema = z.object({
  imagesFolder: z.string().min(1),
  /** Without one, folders that are named for grades are the labels, and else there are none. */
  labelsFile: z.string().min(1).optional(),
  layout: layoutChoiceSchema.default('auto'),
  columns: columnMapSchema.optional(),
  grades: gradeChoicesSchema.optional(),
  /** Name of the label set; the file's name without extension where left out. */
  labelSet: z.string().trim().min(1).max(200).optional(),
  /** A folder of the project that numbers its patients as this one does; without it a patient counts within this folder only. */
  patientsAs: z.string().min(1).optional(),
  /** Whether photographs come in a second time though a folder of the project was only moved here. */
  asNew: z.boolean().default(false),
})
export type ImportRequest = z.infer<typeof importRequestSchema>

/** Details of a `layout_unknown` failure: what a table of named columns may be made of. */
export const unknownLayoutSchema = z.object({
  columns: z.array(z.string()),
  likely: z.object({ image: z.string(), grade: z.string() }).optional(),
})
export type UnknownLayout = z.infer<typeof unknownLayoutSchema>

const rejectedRowSchema = z.object({ line: z.int(), reason: z.string() })

/** What an import found; field names are those of the command line's contract. Images are named as the command line names them. */
export const importReportSchema = z.object({
  /** Both null where photographs came without labels. */
  layout: layoutNameSchema.nullable(),
  labelSet: z.string().nullable(),
  /** What was read, in words; reports of older projects have none. */
  sentence: z.string().default(''),
  /** What a person should know before these labels count. */
  warnings: z.array(z.string()).default([]),
  words: z.array(gradeWordSchema).default([]),
  /** What the label file itself says of the pictures, where it says anything. */
  quality: z.object({ good: z.int(), usable: z.int(), reject: z.int() }).nullable().default(null),
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
  /** Null where the photographs come without labels. */
  layout: layoutNameSchema.nullable(),
  /** What was detected, in words. */
  sentence: z.string(),
  warnings: z.array(z.string()),
  /** Why the import would be refused, with the next step. */
  problem: z.string().nullable(),
  words: z.array(gradeWordSchema),
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
  /** The folder of the project that was moved here, where the import would bring its photographs in a second time. */
  moved: movedFolderSchema.nullable(),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

export const importsContract = {
  preview: oc.input(importRequestSchema).output(importPreviewSchema),
  start: oc.input(importRequestSchema).output(runSchema),
  report: oc.input(z.object({ run: runIdSchema })).output(importReportSchema.nullable()),
}
