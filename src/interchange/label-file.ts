import { z } from 'zod'
import type { ColumnMap, LayoutName } from '#shared/contract/imports.ts'
import type { Eye, Grade } from '#shared/grades.ts'
import { labelEncodings } from './label-text.ts'
import { delimiters } from './read-table.ts'

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
  /** Column of the grade, from 0. */
  gradeColumn: z.int().min(0),
})
export type LabelFileShape = z.infer<typeof labelShapeSchema>

/** One row of a label file. */
export interface LabelFileRow {
  /** 1-based line of the file. */
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
  /** Why the row does not count; null where it does. */
  readonly rejected: string | null
}

export interface LabelFile {
  readonly layout: LayoutName
  /** What was detected, in words. */
  readonly sentence: string
  /** Names of the columns as they came. */
  readonly header: readonly string[]
  /** Which column holds what, by its name. */
  readonly columns: ColumnMap
  readonly shape: LabelFileShape
  readonly rows: readonly LabelFileRow[]
}
