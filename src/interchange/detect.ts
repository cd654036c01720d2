import type { ColumnMap, LayoutName } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { laterLayouts } from './layouts/later.ts'
import type { ColumnPlaces, LabelLayout } from './layouts/layout.ts'
import { layouts } from './layouts/registry.ts'
import { tableLayout } from './layouts/table.ts'
import type { Table } from './read-table.ts'

export interface Detected {
  readonly layout: LabelLayout
  readonly places: ColumnPlaces
}

/** The layout of a table: the one asked for, or the first that its header and names fit. Named columns alone ask for `table`.
 *  Throws `AppError`: `layout_unknown` where none fits, `not_yet_available` for one that cannot be read yet, `usage` where columns
 *  are missing. */
export function detectLayout(table: Table, wanted: 'auto' | LayoutName, columns: ColumnMap | undefined): Detected {
  if (wanted === 'table' || (wanted === 'auto' && columns)) {
    if (!columns) {
      throw new AppError('usage', `The layout table needs its columns named; the file has ${headerWords(table)}.`)
    }
    return placed(tableLayout(columns), table)
  }
  if (wanted !== 'auto') {
    const layout = layouts.find(({ name }) => name === wanted)
    if (layout) return placed(layout, table)
    throw notYet(laterLayouts.find(({ name }) => name === wanted)?.title ?? wanted)
  }
  for (const layout of layouts) {
    const places = layout.places(table)
    if (places) return { layout, places }
  }
  const later = laterLayouts.find((layout) => layout.recognises(table))
  if (later) throw notYet(later.title)
  throw new AppError(
    'layout_unknown',
    `The layout of the label file was not recognised; it has ${headerWords(table)}. Name its columns to read it as a table.`,
    { details: { columns: table.header.cells } },
  )
}

function placed(layout: LabelLayout, table: Table): Detected {
  const places = layout.places(table)
  if (places) return { layout, places }
  throw new AppError(
    'layout_unknown',
    `The label file is not laid out as ${layout.title}; it has ${headerWords(table)}.`,
    {
      details: { columns: table.header.cells },
    },
  )
}

function notYet(title: string): AppError {
  return new AppError('not_yet_available', `Reading ${title} labels is not yet available.`)
}

function headerWords(table: Table): string {
  return `the columns ${table.header.cells.flatMap((cell) => (cell.trim() ? [`"${cell.trim()}"`] : [])).join(', ')}`
}
