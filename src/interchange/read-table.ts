import { parse } from 'csv-parse/sync'
import { AppError } from '#shared/errors.ts'

export const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

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
  /** The line break after the header. */
  readonly newline: string
  readonly header: TableRecord
  readonly records: readonly TableRecord[]
  /** What follows the last record: blank lines, mostly nothing. */
  readonly tail: string
}

const byteOrderMark = '\ufeff'
const lineBreak = /\r\n|\n|\r/g

/** Reads a table whose first record is its header, so that all of its text can be put together again: BOM, `before` and `text`
 *  of every record, `tail`. Records of empty cells only count as blank. Throws `AppError('labels_unreadable')`. */
export function readTable(text: string, fileName: string): Table {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ''
  const body = text.slice(mark.length)
  const delimiter = likeliestDelimiter(body)
  const pieces = splitRecords(body, delimiter, fileName)
  const records: TableRecord[] = []
  let line = 1
  let before = mark
  for (const { cells, text: piece } of pieces) {
    const blank = /^(?:\r\n|\n|\r)*/.exec(piece)?.[0] ?? ''
    const own = piece.slice(blank.length)
    line += lineBreaks(blank)
    before += blank
    if (cells.every((cell) => cell.trim() === '')) {
      before += own
    } else {
      records.push({ line, cells, text: own, before })
      before = ''
    }
    line += lineBreaks(own)
  }
  const [header, ...rows] = records
  if (!header) throw unreadable(fileName, 'holds nothing but blank lines')
  if (header.cells.length < 2) {
    throw unreadable(fileName, 'has a single column, where a name and a grade are needed; it may be parted by spaces')
  }
  const newline = /(?:\r\n|\n|\r)$/.exec(header.text)?.[0] ?? '\n'
  return { delimiter, newline, header, records: rows, tail: before + unparsed(body, pieces) }
}

interface Piece {
  readonly cells: readonly string[]
  readonly text: string
}

function splitRecords(body: string, delimiter: Delimiter, fileName: string): Piece[] {
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
      on_record: (cells: string[], { bytes: end }) => {
        pieces.push({ cells, text: bytes.toString('utf8', start, end) })
        start = end
        return null
      },
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw unreadable(fileName, `cannot be read as a table (${why})`, cause)
  }
  return pieces
}

/** Blank lines at the very end belong to no record. */
function unparsed(body: string, pieces: readonly Piece[]): string {
  return body.slice(pieces.reduce((length, { text }) => length + text.length, 0))
}

/** The delimiter that the first line with any of them holds most often outside quotes. */
function likeliestDelimiter(body: string): Delimiter {
  const first = body.split(/\r\n|\n|\r/, 20).find((line) => /[,;\t]/.test(line)) ?? ''
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

function lineBreaks(text: string): number {
  return text.match(lineBreak)?.length ?? 0
}

function unreadable(fileName: string, why: string, cause?: unknown): AppError {
  return new AppError('labels_unreadable', `${fileName} is no label file: it ${why}.`, { cause })
}
