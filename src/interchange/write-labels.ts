import type { Photograph } from '#shared/contract/review.ts'
import { AppError } from '#shared/errors.ts'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { cellSpan } from './cell-span.ts'
import { type LabelFileShape, labelShapeSchema } from './label-file.ts'
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
  /** To write `text` with, so that every other byte is as it came. */
  readonly encoding: LabelEncoding
  readonly rows: number
  /** Rows whose grade is another than before, ungradable ones included. */
  readonly changed: number
}

/** A label file as it came, with the grades that readers decided. Only what was read or adjudicated is corrected: a photograph whose
 *  readers differ keeps its imported grade, one that is ungradable has an empty one. Every byte but those of changed grades stays.
 *  `rows` are the set's, by line. Throws `AppError('project_damaged')` where the set's shape is not one. */
export function writeLabels(
  set: StoredSet,
  rows: readonly StoredRow[],
  current: ReadonlyMap<ImageId, Photograph['current']>,
): WrittenLabels {
  const shape = shapeOf(set)
  let changed = 0
  const pieces = rows.map((row) => {
    const before = shape.before[String(row.line)] ?? ''
    const text = shape.verbatim[String(row.line)] ?? row.raw.join(shape.delimiter) + shape.newline
    const decision = row.image === null ? null : decisionOf(current.get(row.image))
    if (decision === null || decision === row.grade) return before + text
    changed++
    return before + replaceGrade(text, shape, decision === 'ungradable' ? '' : String(decision))
  })
  return { text: shape.head + pieces.join('') + shape.tail, encoding: shape.encoding, rows: rows.length, changed }
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

/** Changes the grade's cell and keeps its quotes, its spaces and a written-out `.0`. */
function replaceGrade(text: string, shape: LabelFileShape, word: string): string {
  const [start, end] = cellSpan(text, shape.delimiter, shape.gradeColumn)
  const cell = text.slice(start, end)
  const [, before = '', digits = '', after = ''] = /^(\s*"?\s*)(.*?)(\s*"?\s*)$/s.exec(cell) ?? []
  const decimals = word === '' ? '' : (/^\d(\.0*)$/.exec(digits)?.[1] ?? '')
  return text.slice(0, start) + before + word + decimals + after + text.slice(end)
}
