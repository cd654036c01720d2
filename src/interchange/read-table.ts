import { parse } from 'csv-parse/sync'
import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { blankCells, type Delimiter, likeliestDelimiter, statedDelimiter } from './delimiter.ts'
import { isGradeCell } from './grading/grade-mapping.ts'
import { meantText, refuseLabels } from './label-text.ts'

/** One record of a table. */
export interface TableRecord {
  /** 1-based line of the file where it begins. */
  readonly line: number
  readonly cells: readonly string[]
  /** As it came: quotes, spaces and line break included. */
  readonly text: string
  /** Blank lines before it, as they came. */
  readonly before: string
}

export interface Table {
  readonly delimiter: Delimiter
  /** The line break after the first record. */
  readonly newline: string
  /** Names of the columns. A file that names none has an empty text here, and columns called by their number. */
  readonly header: TableRecord
  readonly named: boolean
  readonly records: readonly TableRecord[]
  /** What follows the last record: blank lines, mostly nothing. */
  readonly tail: string
}

const byteOrderMark = '\ufeff'
const lineBreak = /\r\n|\n|\r/g
/** As many rows as a sheet of Excel's has; EyePACS has 88,702. */
const mostRecords = 1_048_576
/** Most characters of a record: Excel's cells end at 32,767, and public sets have under fifty of them. */
const longestRecord = 1_000_000

/** Reads a table, so that all of its text can be put together again: `before` and `text` of every record, `tail`. Records of empty
 *  cells only count as blank. Throws `AppError('labels_unreadable')`. */
export function readTable(text: string, fileName: string): Table {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ''
  const stated = statedDelimiter(text.slice(mark.length))
  const skipped = mark + (stated?.line ?? '')
  const body = text.slice(skipped.length)
  const long = endlessLine(text, longestRecord / 2)
  if (long !== null) throw refuseLabels(fileName, `has ${longRecord(long)}`)
  const delimiter = stated?.delimiter ?? likeliestDelimiter(body)
  const pieces = splitRecords(body, delimiter, fileName)
  const records: TableRecord[] = []
  let line = stated ? 2 : 1
  let before = skipped
  for (const { cells, text: piece } of pieces) {
    const begins = piece.search(/[^\r\n]/)
    const blank = begins < 0 ? piece : piece.slice(0, begins)
    const own = piece.slice(blank.length)
    line += lineBreaks(blank)
    before += blank
    if (cells.every((cell) => cell.trim() === '')) {
      before += own
    } else {
      records.push({ line, cells: cells.map(meantText), text: own, before })
      before = ''
    }
    line += lineBreaks(own)
  }
  const [first] = records
  if (!first) throw refuseLabels(fileName, 'holds nothing but blank lines')
  if (first.cells.length < 2) {
    throw refuseLabels(fileName, 'has a single column, where a name and a grade are needed; it may be parted by spaces')
  }
  const newline = /(?:\r\n|\n|\r)$/.exec(first.text)?.[0] ?? '\n'
  return { delimiter, newline, ...withHeader(records, first), tail: before + unparsed(body, pieces) }
}

/** A first record that holds a grade in digits, or one in words, names no columns; many words of grades do. */
function withHeader(records: readonly TableRecord[], first: TableRecord): Pick<Table, 'header' | 'named' | 'records'> {
  const values = first.cells.slice(1).map((cell) => cell.trim())
  const digits = values.some((cell) => /^[0-5](?:[.,]0*)?$/.test(cell))
  const words = values.filter(isGradeCell).length
  const named = /^(?:image|img|file|name|photo|path|id)/i.test(first.cells[0] ?? '') || !(digits || words === 1)
  if (named) return { header: first, named, records: records.slice(1) }
  const width = Math.max(...records.slice(0, 200).map(({ cells }) => cells.length))
  const cells = Array.from({ length: width }, (_, column) => `column ${column + 1}`)
  return { header: { line: 0, cells, text: '', before: '' }, named, records }
}

interface Piece {
  readonly cells: readonly string[]
  readonly text: string
}

function splitRecords(body: string, delimiter: Delimiter, fileName: string): Piece[] {
  if (delimiter === ' ') {
    const lines = body.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
    if (lines.length > mostRecords) throw tooMany(fileName)
    return lines.map((text) => ({ cells: blankCells(text.replace(/[\r\n]+$/, '')), text }))
  }
  const bytes = Buffer.from(body)
  const pieces: Piece[] = []
  let start = 0
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      on_record: (cells: string[], { bytes: end }) => {
        if (pieces.length > mostRecords) throw tooMany(fileName)
        pieces.push({ cells, text: bytes.toString('utf8', start, end) })
        start = end
        return null
      },
    })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const { code, lines } = cause as { readonly code?: unknown; readonly lines?: unknown }
    if (code === 'CSV_MAX_RECORD_SIZE') throw refuseLabels(fileName, `has ${longRecord(Number(lines))}`, cause)
    const why = shortened(cause instanceof Error ? cause.message : String(cause), 200)
    throw refuseLabels(fileName, `cannot be read as a table (${why})`, cause)
  }
  return pieces
}

/** The 1-based number of a line without an end for so many characters, or null: each piece of the text of that length has a line break. */
function endlessLine(text: string, most: number): number | null {
  for (let start = 0; start + most < text.length; start += most) {
    if (!/[\r\n]/.test(text.slice(start, start + most))) return 1 + lineBreaks(text.slice(0, start))
  }
  return null
}

function tooMany(fileName: string): AppError {
  const most = mostRecords.toLocaleString('en')
  return refuseLabels(fileName, `has more than ${most} rows; leave out what is no label, or split it`)
}

function longRecord(line: number): string {
  return `a row of a million characters or more near line ${line}; leave out what is no label, or close its quotes`
}

/** Blank lines at the very end belong to no record. */
function unparsed(body: string, pieces: readonly Piece[]): string {
  return body.slice(pieces.reduce((length, { text }) => length + text.length, 0))
}

function lineBreaks(text: string): number {
  return text.match(lineBreak)?.length ?? 0
}
