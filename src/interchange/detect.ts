import type { ColumnMap, LayoutName, UnknownLayout } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { tidyCell } from './grading/cell-text.ts'
import { type ColumnPlaces, columnNames, type LabelLayout } from './layouts/layout.ts'
import { layouts } from './layouts/registry.ts'
import { tableLayout } from './layouts/table.ts'
import { likelyColumns, unnamed } from './layouts/unnamed.ts'
import type { Table } from './read-table.ts'
import { listed } from './telling/words.ts'

export interface Detected {
  readonly layout: LabelLayout
  readonly places: ColumnPlaces
}

/** The layout of a table: the one asked for, or the first that its header and names fit. Named columns alone ask for `table`.
 *  Throws `AppError`: `layout_unknown` where none fits, `usage` where columns are missing. */
export function detectLayout(table: Table, wanted: 'auto' | LayoutName, columns: ColumnMap | undefined): Detected {
  if (wanted === 'table' || (wanted === 'auto' && columns)) {
    if (columns) return placed(tableLayout(columns), table)
    const places = unnamed.places(table)
    if (places) return { layout: unnamed, places }
    throw new AppError('usage', `The layout table needs its columns named; the file has ${headerWords(table)}.`, {
      details: unknown(table),
    })
  }
  if (wanted === 'folders') {
    throw new AppError('usage', 'The layout folders reads grades from the names of folders. Leave the label file out.')
  }
  const known = layouts.find(({ name }) => name === wanted)
  if (known) return placed(known, table)
  for (const layout of [...layouts, unnamed]) {
    const places = layout.places(table)
    if (places) return { layout, places }
  }
  const { likely } = unknown(table)
  const example = likely ? `, such as image=${shortened(likely.image, 30)},grade=${shortened(likely.grade, 30)}` : ''
  throw new AppError(
    'layout_unknown',
    `The layout of the label file was not recognised; it has ${headerWords(table)}. Name its columns to read it as a table${example}.`,
    { details: unknown(table) },
  )
}

function placed(layout: LabelLayout, table: Table): Detected {
  const places = layout.places(table)
  if (places) return { layout, places }
  throw new AppError(
    'layout_unknown',
    `The label file is not laid out as ${layout.title}; it has ${headerWords(table)}.`,
    { details: unknown(table) },
  )
}

function unknown(table: Table): UnknownLayout {
  const likely = likelyTable(table)
  return { columns: [...table.header.cells], ...(likely && { likely }) }
}

const imageWords =
  /^(?:image|img|file|filename|photo|photograph|picture|name|path|id|code)|(?:image|file|photo|name|path)/
const gradeWords = /grade|level|severity|diagnosis|label|class|stage|\bdr\b|retinopathy/

/** The columns that one would most likely name: by what they hold where that is clear, else by what they are called. */
function likelyTable(table: Table): { readonly image: string; readonly grade: string } | null {
  const names = columnNames(table)
  const held = likelyColumns(table)
  const image = held?.image ?? names.findIndex((name) => imageWords.test(name))
  const grade = held?.grade ?? names.findIndex((name, column) => column !== image && gradeWords.test(name))
  const title = (column: number) => tidyCell(table.header.cells[column] ?? '')
  return title(image) === '' || title(grade) === '' ? null : { image: title(image), grade: title(grade) }
}

function headerWords(table: Table): string {
  const named = table.header.cells.flatMap((cell) => (cell.trim() ? [`"${shortened(cell.trim(), 30)}"`] : []))
  return `the columns ${listed(named, 12)}`
}
