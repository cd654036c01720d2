import type { LayoutName } from '#shared/contract/imports.ts'
import type { Verdict } from '#shared/contract/quality.ts'
import type { Eye } from '#shared/grades.ts'
import { tidyCell, tidyName, valueText } from '../grading/cell-text.ts'
import { withoutPictureExtension } from '../photograph-names.ts'
import type { Table } from '../read-table.ts'

/** Columns of a table by their place, from 0; null where the layout has none. */
export interface ColumnPlaces {
  readonly image: number
  readonly grade: number
  readonly oedema: number | null
  readonly patient: number | null
  readonly eye: number | null
}

/** What one row says of one photograph. A row of two photographs gives two. */
export interface LabelEntry {
  readonly name: string
  /** The cell or phrase that holds the grade; undefined where the row is too short for one. */
  readonly grade: string | undefined
  /** Where a corrected grade belongs, where that is not the layout's own column. */
  readonly gradeColumn?: number
  readonly oedema: string
  readonly patient: string
  readonly eye: Eye | null
  readonly quality?: Verdict | null
  /** Why the row gives no grade, whatever its cells hold. */
  readonly refused?: string | null
  /** Whether the grade is in the column of the eye that the name does not say. */
  readonly otherEye?: boolean
}

export type Cells = readonly string[]

/** A layout that is read. Detection looks at the header and at what the first rows hold, never at the file's name. */
export interface LabelLayout {
  readonly name: LayoutName
  /** As a sentence says it. */
  readonly title: string
  /** Where its columns are, or null where the table is of another layout. */
  readonly places: (table: Table) => ColumnPlaces | null
  /** How its rows are read, where they say more than their columns. */
  readonly reader?: (table: Table, places: ColumnPlaces) => (cells: Cells) => readonly LabelEntry[]
  /** The photograph's key from its cell; its text without the extension of a picture where left out. */
  readonly key?: (cell: string) => string
  /** Titles of columns that are added where the labels are written, because none of its own can hold a grade. */
  readonly added?: (table: Table) => readonly string[]
}

/** What the columns of a row say. */
export function entryOf(cells: Cells, places: ColumnPlaces, key = photographKey): LabelEntry {
  return {
    name: key(cells[places.image] ?? ''),
    grade: cells[places.grade],
    oedema: cellText(cells, places.oedema),
    patient: cellText(cells, places.patient),
    eye: null,
  }
}

/** Most layouts name a photograph without its extension, or with one that its file has lost. */
export function photographKey(cell: string): string {
  return withoutPictureExtension(tidyName(cell))
}

export function cellText(cells: Cells, place: number | null): string {
  return place === null ? '' : tidyCell(cells[place] ?? '')
}

/** A cell of a whole number, or undefined. */
export function cellNumber(cells: Cells, place: number | null): number | undefined {
  const { text } = valueText(place === null ? '' : (cells[place] ?? ''))
  return /^\d+(?:[.,]0*)?$/.test(text) ? Number.parseInt(text, 10) : undefined
}

/** Where a table has these columns, by their names without regard to case and outer blanks, wherever they stand and whatever else
 *  there is; null where one is missing. */
export function placesNamed<const N extends string>(table: Table, names: readonly N[]): Record<N, number> | null {
  if (!table.named) return null
  const header = columnNames(table)
  const places = Object.fromEntries(names.map((name) => [name, header.indexOf(name)])) as Record<N, number>
  return names.every((name) => places[name] >= 0) ? places : null
}

/** Where the first of several spellings stands. */
export function placeOfAny(table: Table, names: readonly string[]): number | null {
  const place = columnNames(table).findIndex((name) => names.includes(name))
  return place < 0 ? null : place
}

/** Names of the columns as they are compared: lower case, blanks tidy. */
export function columnNames(table: Table): string[] {
  return table.header.cells.map((cell) => tidyCell(cell).toLowerCase())
}

/** Whether at least nine of ten of the first rows' cells in a column look so. False where there are no rows. */
export function mostlyLooksLike(table: Table, column: number, pattern: RegExp): boolean {
  const cells = table.records.slice(0, 200).map(({ cells }) => tidyCell(cells[column] ?? ''))
  return cells.length > 0 && cells.filter((cell) => pattern.test(cell)).length >= 0.9 * cells.length
}
