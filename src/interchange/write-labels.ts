import type { Photograph } from '#shared/contract/review.ts'
import { AppError } from '#shared/errors.ts'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { cellSpan } from './cell-span.ts'
import { fileLine, type LabelFileShape, labelShapeSchema } from './label-file.ts'
import type { LabelEncoding } from './label-text.ts'

interface StoredSet {
  readonly name: string
  readonly shape: unknown
}

interface StoredRow {
  readonly line: number
  readonly image: ImageId | null
  readonly raw: readonly string[]
  readonly grade: Grade | null
}

export interface WrittenLabels {
  /** The whole file, byte-order mark included. */
  readonly text: string
  /** To encode `text` with, so that every other byte is as it came. */
  readonly encoding: LabelEncoding
  readonly rows: number
  /** Rows whose grade is another than before, ungradable ones included. */
  readonly changed: number
  /** How what is written differs from the file that came, beside changed grades. */
  readonly notes: readonly string[]
}

/** A label file as it came, with the grades that readers decided. Only what was read or adjudicated is corrected: a photograph whose
 *  readers differ keeps its imported grade, one that is ungradable has an empty one. Every byte but those of changed grades stays;
 *  where the file has no column for a grade, columns are added. Throws `AppError('project_damaged')` where the set's shape is not one. */
export function writeLabels(
  set: StoredSet,
  rows: readonly StoredRow[],
  current: ReadonlyMap<ImageId, Photograph['current']>,
): WrittenLabels {
  const shape = shapeOf(set)
  const words = wordsOfGrades(shape)
  let changed = 0
  const pieces = linesOf(rows).map((line) => {
    const [first] = line
    const before = shape.before[String(first.line)] ?? ''
    let text = shape.verbatim[String(first.line)] ?? first.raw.join(shape.delimiter) + shape.newline
    const decisions = line.map((row) => (row.image === null ? null : decisionOf(current.get(row.image))))
    line.forEach((row, place) => {
      const decision = decisions[place] ?? null
      if (decision === null || decision === row.grade) return
      changed++
      const column = shape.gradeColumns[String(row.line)] ?? shape.gradeColumn
      if (column !== null)
        text = replaceGrade(
          text,
          shape,
          column,
          decision === 'ungradable' ? '' : (words.get(decision) ?? String(decision)),
        )
    })
    if (shape.added.length === 0) return before + text
    const grades = line.map((row, place) => decisions[place] ?? row.grade ?? '')
    return (
      before +
      withCells(
        text,
        shape,
        grades.map((grade) => (grade === 'ungradable' ? '' : String(grade))),
      )
    )
  })
  const head = withCells(shape.head, shape, shape.added)
  return {
    text: head + pieces.join('') + shape.tail,
    encoding: shape.encoding,
    rows: rows.length,
    changed,
    notes: notesOf(shape),
  }
}

/** Rows of one line of the file together, in its order. */
function linesOf(rows: readonly StoredRow[]): [StoredRow, ...StoredRow[]][] {
  const lines = new Map<number, [StoredRow, ...StoredRow[]]>()
  for (const row of rows) {
    const known = lines.get(fileLine(row.line))
    if (known) known.push(row)
    else lines.set(fileLine(row.line), [row])
  }
  return [...lines].toSorted(([a], [b]) => a - b).map(([, line]) => line)
}

/** What readers settled, or null where the label stands. */
function decisionOf(current: Photograph['current'] | undefined): Decision | null {
  if (current?.state === 'ungradable') return 'ungradable'
  return current?.state === 'read' || current?.state === 'adjudicated' ? current.grade : null
}

function shapeOf({ name, shape }: StoredSet): LabelFileShape {
  const parsed = labelShapeSchema.safeParse(shape)
  if (parsed.success) return parsed.data
  throw new AppError('project_damaged', `The label set "${name}" has lost the form of its file.`, {
    cause: parsed.error,
  })
}

/** The file's own word for a grade, the most frequent first. */
function wordsOfGrades({ words }: LabelFileShape): ReadonlyMap<Grade, string> {
  const found = new Map<Grade, string>()
  for (const [word, grade] of Object.entries(words)) {
    if (grade !== null && !found.has(grade)) found.set(grade, word)
  }
  return found
}

/** Changes the grade's cell and keeps its quotes, its blanks and a written-out `.0`. */
function replaceGrade(text: string, shape: LabelFileShape, column: number, word: string): string {
  const [start, end] = cellSpan(text, shape.delimiter, column)
  const cell = text.slice(start, end)
  const [, before = '', digits = '', after = ''] = /^(\s*"?\s*)(.*?)(\s*"?\s*)$/s.exec(cell) ?? []
  const decimals = /^\d$/.test(word) ? (/^\d([.,]0*)$/.exec(digits)?.[1] ?? '') : ''
  return text.slice(0, start) + before + written(word, before, shape) + decimals + after + text.slice(end)
}

/** A word that holds the delimiter is quoted; blanks cannot part nothing from nothing. */
function written(word: string, before: string, { delimiter }: LabelFileShape): string {
  if (before.includes('"')) return word.replaceAll('"', '""')
  if (word === '' && delimiter === ' ') return '""'
  return word.includes(delimiter) || word.includes('"') ? `"${word.replaceAll('"', '""')}"` : word
}

/** A record with more cells at its end. */
function withCells(text: string, { delimiter }: LabelFileShape, cells: readonly string[]): string {
  const end = /(?:\r\n|\n|\r)?$/.exec(text)?.index ?? text.length
  return text.slice(0, end) + cells.map((cell) => delimiter + cell).join('') + text.slice(end)
}

function notesOf(shape: LabelFileShape): string[] {
  const notes: string[] = []
  if (shape.madeOf === 'workbook') notes.push('The labels came in a workbook and were written as CSV.')
  if (shape.madeOf === 'folders') notes.push('The labels came as folders and were written as CSV.')
  if (shape.added.length > 0) {
    const titles = shape.added.map((title) => `"${title}"`).join(' and ')
    notes.push(
      `The file has no column for an ICDR grade: ${titles} ${shape.added.length === 1 ? 'was' : 'were'} added.`,
    )
  }
  return notes
}
