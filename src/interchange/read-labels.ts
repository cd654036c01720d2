import type { ColumnMap, LayoutName } from '#shared/contract/imports.ts'
import { type Detected, detectLayout } from './detect.ts'
import type { LabelFile, LabelFileRow, LabelFileShape } from './label-file.ts'
import { decodeLabels, type LabelEncoding } from './label-text.ts'
import { readRow } from './read-row.ts'
import { readTable, type Table, type TableRecord } from './read-table.ts'

export interface ReadLabelsOptions {
  /** For sentences only. */
  readonly fileName: string
  readonly layout?: 'auto' | LayoutName | undefined
  /** Column names of a `table`. */
  readonly columns?: ColumnMap | undefined
}

/** Reads a label file of any known layout. Rows that cannot count keep their place with a reason. Throws `AppError`:
 *  `labels_unreadable` for what is no table, and as `detectLayout`. */
export function readLabels(bytes: Uint8Array, options: ReadLabelsOptions): LabelFile {
  const { text, encoding } = decodeLabels(bytes, options.fileName)
  const table = readTable(text, options.fileName)
  const detected = detectLayout(table, options.layout ?? 'auto', options.columns)
  const rows = rejectRepeats(table.records.map((record) => readRow(record, detected)))
  return {
    layout: detected.layout.name,
    sentence: describe(table, detected, rows),
    header: table.header.cells,
    columns: columnsOf(table, detected),
    shape: shapeOf(table, encoding, detected.places.grade),
    rows,
  }
}

/** The first row of a name counts; later ones say which line was first and whether it says the same. */
function rejectRepeats(rows: readonly LabelFileRow[]): LabelFileRow[] {
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

function shapeOf(table: Table, encoding: LabelEncoding, gradeColumn: number): LabelFileShape {
  const { delimiter, newline, header, records, tail } = table
  const isPlain = ({ cells, text }: TableRecord) => text === cells.join(delimiter) + newline
  const byLine = (wanted: (record: TableRecord) => string | null) =>
    Object.fromEntries(
      records.flatMap((record) => {
        const text = wanted(record)
        return text === null ? [] : [[String(record.line), text] as const]
      }),
    )
  return {
    encoding,
    delimiter,
    newline,
    head: header.before + header.text,
    before: byLine((record) => record.before || null),
    tail,
    verbatim: byLine((record) => (isPlain(record) ? null : record.text)),
    gradeColumn,
  }
}

function columnsOf(table: Table, { places }: Detected): ColumnMap {
  const name = (place: number) => table.header.cells[place] || `column ${place + 1}`
  return {
    image: name(places.image),
    grade: name(places.grade),
    ...(places.oedema !== null && { oedema: name(places.oedema) }),
    ...(places.patient !== null && { patient: name(places.patient) }),
    ...(places.eye !== null && { eye: name(places.eye) }),
  }
}

const delimiterWords = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const

function describe(table: Table, { layout, places }: Detected, rows: readonly LabelFileRow[]): string {
  const count = rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`
  const oedema = places.oedema === null ? '' : ', macular oedema too'
  const people = rows.some(({ patient }) => patient !== null)
  const source = layout.person ? 'are in the names' : 'are in columns'
  const patients = people ? `patient and eye ${source}` : 'no patients are named'
  return `${layout.title}: ${count} parted by ${delimiterWords[table.delimiter]}${oedema}; ${patients}.`
}
