import { z } from 'zod'
import type { ColumnMap, GradeWord, LayoutName } from '#shared/contract/imports.ts'
import type { Verdict } from '#shared/contract/quality.ts'
import { type Eye, type Grade, gradeSchema } from '#shared/grades.ts'
import { delimiters } from './delimiter.ts'
import { labelEncodings } from './label-text.ts'

/** Everything that the rows themselves do not hold and that writing the same file again needs. Plain JSON. */
export const labelShapeSchema = z.object({
  encoding: z.enum(labelEncodings),
  delimiter: z.enum(delimiters),
  newline: z.string(),
  /** What stands before the first row: byte-order mark, header, line break, as they came. */
  head: z.string(),
  /** Blank lines before the row of a line, and after the last row. */
  before: z.record(z.string(), z.string()),
  tail: z.string(),
  /** Rows, by line, that are not their cells joined by the delimiter: quotes, another line break or none. */
  verbatim: z.record(z.string(), z.string()),
  /** Column of the grade, from 0; null where no column could take one, and columns are added. */
  gradeColumn: z.int().min(0).nullable(),
  /** Rows, by line, whose grade is in another column. */
  gradeColumns: z.record(z.string(), z.int().min(0)).default({}),
  /** Titles of columns that are added for the grades, one for each photograph of a row. */
  added: z.array(z.string()).default([]),
  /** The file's own words and the grades they were taken for. */
  words: z.record(z.string(), gradeSchema.nullable()).default({}),
  /** Rows of a workbook's sheet, or of folders, are written as CSV. */
  madeOf: z.enum(['text', 'workbook', 'folders']).default('text'),
})
export type LabelFileShape = z.infer<typeof labelShapeSchema>

/** A row that names two photographs, one an eye, is two label rows: the second has this added to its line. */
export const secondPhotograph = 1_000_000_000

/** The line of the file that a label row's number stands for. */
export function fileLine(line: number): number {
  return line % secondPhotograph
}

/** One row of a label file. */
export interface LabelFileRow {
  /** 1-based line of the file, as `fileLine` reads it. */
  readonly line: number
  /** The photograph's key: without extension where the layout carries none. */
  readonly name: string
  /** The cells as they came. */
  readonly raw: readonly string[]
  readonly grade: Grade | null
  /** Risk of macular oedema, 0 to 2. */
  readonly oedema: number | null
  readonly patient: string | null
  readonly eye: Eye | null
  /** What the file itself says of the picture. */
  readonly quality: Verdict | null
  /** Why the row does not count; null where it does. */
  readonly rejected: string | null
}

export interface LabelFile {
  readonly layout: LayoutName
  /** What was detected, in words. */
  readonly sentence: string
  /** What a person should know before these labels count. */
  readonly warnings: readonly string[]
  /** Why the labels cannot be imported as they are, with the next step; null where they can. */
  readonly problem: string | null
  /** What the grade column holds beside 0 to 4. */
  readonly words: readonly GradeWord[]
  /** Names of the columns as they came. */
  readonly header: readonly string[]
  /** Which column holds what, by its name. */
  readonly columns: ColumnMap
  readonly shape: LabelFileShape
  readonly rows: readonly LabelFileRow[]
}
