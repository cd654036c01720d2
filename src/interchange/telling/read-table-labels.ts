import type { Detected } from '../detect.ts'
import type { GradeMapping } from '../grading/grade-mapping.ts'
import type { LabelFileRow } from '../label-file.ts'
import type { RowEntry } from '../read-row.ts'
import type { Table } from '../read-table.ts'

/** All that a label file turned out to be, for the sentences about it. */
export interface ReadTable {
  readonly table: Table
  readonly detected: Detected
  readonly entries: readonly RowEntry[]
  readonly mapping: GradeMapping
  readonly rows: readonly LabelFileRow[]
  /** The sheet that was read, of how many that hold something. */
  readonly sheet: { readonly name: string; readonly of: number } | null
}
