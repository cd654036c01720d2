import { labelLimit, tooLarge } from '#files/file-limit.ts'
import type { ColumnMap, GradeChoices, LayoutName } from '#shared/contract/imports.ts'
import { type Detected, detectLayout } from './detect.ts'
import { mapGrades } from './grading/grade-mapping.ts'
import type { LabelFile, LabelFileShape } from './label-file.ts'
import { decodeLabels, type LabelText, refuseLabels } from './label-text.ts'
import { readRow, rejectRepeats, rowEntries } from './read-row.ts'
import { readTable, type Table, type TableRecord } from './read-table.ts'
import { problemOf } from './telling/problem.ts'
import type { ReadTable } from './telling/read-table-labels.ts'
import { sentenceOf } from './telling/sentence.ts'
import { warningsOf } from './telling/warnings.ts'
import { isWorkbook } from './workbook/read-workbook.ts'
import { workbookTexts } from './workbook/sheet-text.ts'

export interface ReadLabelsOptions {
  /** For sentences only. */
  readonly fileName: string
  readonly layout?: 'auto' | LayoutName | undefined
  /** Column names of a `table`. */
  readonly columns?: ColumnMap | undefined
  /** What the file's own words count for. */
  readonly grades?: GradeChoices | undefined
}

/** Reads a label file of any known layout. Rows that cannot count keep their place with a reason. Throws `AppError`:
 *  `labels_unreadable` for what is no table, and as `detectLayout` and `mapGrades`. */
export function readLabels(bytes: Uint8Array, options: ReadLabelsOptions): LabelFile {
  const { fileName } = options
  if (bytes.length === 0) throw refuseLabels(fileName, 'is empty')
  if (bytes.length > labelLimit.bytes) throw refuseLabels(fileName, tooLarge(bytes.length, labelLimit))
  if (!isWorkbook(bytes)) return readText(decodeLabels(bytes, fileName), options)
  return readWorkbookLabels(bytes, options)
}

/** The first sheet of a workbook that is laid out as labels; where none is, what is said of its first one. */
function readWorkbookLabels(bytes: Uint8Array, options: ReadLabelsOptions): LabelFile {
  const sheets = workbookTexts(bytes, options.fileName)
  let failure: unknown
  for (const { name, text } of sheets) {
    try {
      return readText({ text, encoding: 'utf8' }, options, { name, of: sheets.length })
    } catch (cause) {
      failure ??= cause
    }
  }
  throw failure ?? refuseLabels(options.fileName, 'is a workbook without a sheet that holds anything')
}

function readText(decoded: LabelText, options: ReadLabelsOptions, sheet: ReadTable['sheet'] = null): LabelFile {
  const table = readTable(decoded.text, options.fileName)
  const detected = detectLayout(table, options.layout ?? 'auto', options.columns)
  const entries = rowEntries(table, detected)
  const readable = entries.filter(({ entry }) => !entry.refused)
  const mapping = mapGrades(
    readable.map(({ entry }) => entry.grade),
    options.grades,
  )
  const rows = rejectRepeats(entries.map((entry) => readRow(entry, detected, mapping)))
  const read: ReadTable = { table, detected, entries, mapping, rows, sheet }
  return {
    layout: detected.layout.name,
    sentence: sentenceOf(read),
    warnings: warningsOf(read),
    problem: problemOf(read),
    words: mapping.words,
    header: table.header.cells,
    columns: columnsOf(table, detected),
    shape: shapeOf(read, decoded),
    rows,
  }
}

function shapeOf({ table, detected, entries, mapping, sheet }: ReadTable, { encoding }: LabelText): LabelFileShape {
  const { delimiter, newline, header, records, tail } = table
  const isPlain = ({ cells, text }: TableRecord) => text === cells.join(delimiter) + newline
  const byLine = (wanted: (record: TableRecord) => string | null) =>
    Object.fromEntries(
      records.flatMap((record) => {
        const text = wanted(record)
        return text === null ? [] : [[String(record.line), text] as const]
      }),
    )
  const added = detected.layout.added?.(table) ?? []
  const elsewhere = entries.flatMap(({ line, entry: { gradeColumn } }) =>
    gradeColumn === undefined || gradeColumn === detected.places.grade ? [] : [[String(line), gradeColumn] as const],
  )
  const taken = mapping.words.some(({ grade, chosen }) => grade !== null || chosen)
  return {
    encoding,
    delimiter,
    newline,
    head: header.before + header.text,
    before: byLine((record) => record.before || null),
    tail,
    verbatim: byLine((record) => (isPlain(record) ? null : record.text)),
    gradeColumn: added.length > 0 ? null : detected.places.grade,
    gradeColumns: Object.fromEntries(elsewhere),
    added: [...added],
    words: taken ? Object.fromEntries(mapping.words.map(({ word, grade }) => [word, grade])) : {},
    madeOf: sheet ? 'workbook' : 'text',
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
