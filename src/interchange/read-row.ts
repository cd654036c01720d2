import type { Detected } from './detect.ts'
import { valueText } from './grading/cell-text.ts'
import type { GradeMapping } from './grading/grade-mapping.ts'
import { type LabelFileRow, secondPhotograph } from './label-file.ts'
import { type Cells, cellText, entryOf, type LabelEntry } from './layouts/layout.ts'
import { personOf, readEye } from './people.ts'
import type { Table, TableRecord } from './read-table.ts'

/** What a record says of one photograph, before its grade is read. */
export interface RowEntry {
  readonly record: TableRecord
  /** As `LabelFileRow.line`. */
  readonly line: number
  readonly entry: LabelEntry
}

/** Every record's entries, in the order of the file. */
export function rowEntries(table: Table, { layout, places }: Detected): RowEntry[] {
  const read = layout.reader?.(table, places) ?? ((cells: Cells) => [entryOf(cells, places, layout.key)])
  return table.records.flatMap((record) => {
    const entries = read(record.cells)
    return entries.map((entry, place) => ({ record, line: record.line + place * secondPhotograph, entry }))
  })
}

/** An entry as a label row. What is wrong with it is its `rejected`; repeats are found among rows, not here. What the file's columns say
 *  of patient and eye goes before what the name says. */
export function readRow({ record, line, entry }: RowEntry, { places }: Detected, mapping: GradeMapping): LabelFileRow {
  const { grade, reason } = entry.refused ? { grade: null, reason: entry.refused } : mapping.read(entry.grade)
  const person = personOf(entry.name)
  return {
    line,
    name: entry.name,
    raw: record.cells,
    grade,
    oedema: readOedema(entry.oedema),
    patient: entry.patient || person.patient,
    eye: entry.eye ?? readEye(cellText(record.cells, places.eye)) ?? person.eye,
    quality: entry.quality ?? null,
    rejected: entry.name === '' ? 'the row names no photograph' : reason,
  }
}

function readOedema(cell: string): number | null {
  const { text } = valueText(cell)
  return /^[0-2](?:[.,]0*)?$/.test(text) ? Number.parseInt(text, 10) : null
}

/** The first row of a name counts; later ones say which line was first and whether it says the same. */
export function rejectRepeats(rows: readonly LabelFileRow[]): LabelFileRow[] {
  const first = new Map<string, LabelFileRow>()
  return rows.map((row) => {
    if (row.rejected !== null) return row
    const before = first.get(row.name)
    if (!before) {
      first.set(row.name, row)
      return row
    }
    const same = before.grade === row.grade && before.oedema === row.oedema
    const reason = same
      ? `line ${before.line} already says the same of ${row.name}`
      : `line ${before.line} already has ${row.name}, with ${verdict(before)}; this one says ${verdict(row)}`
    return { ...row, rejected: reason }
  })
}

function verdict({ grade, oedema }: LabelFileRow): string {
  return oedema === null ? `grade ${grade}` : `grade ${grade} and oedema ${oedema}`
}
