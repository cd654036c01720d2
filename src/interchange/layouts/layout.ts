import type { LayoutName } from '#shared/contract/imports.ts'
import type { Eye } from '#shared/grades.ts'
import type { Table } from '../read-table.ts'

/** Columns of a table by their place, from 0; null where the layout has none. */
export interface ColumnPlaces {
  readonly image: number
  readonly grade: number
  readonly oedema: number | null
  readonly patient: number | null
  readonly eye: number | null
}

/** Whose photograph it is. */
export interface Person {
  readonly patient: string | null
  readonly eye: Eye | null
}

/** A layout that is read. Detection looks at the header and at what the first rows hold, never at the file's name. */
export interface LabelLayout {
  readonly name: LayoutName
  /** As a sentence says it. */
  readonly title: string
  /** Where its columns are, or null where the table is of another layout. */
  readonly places: (table: Table) => ColumnPlaces | null
  /** The photograph's key from its cell. */
  readonly key: (cell: string) => string
  /** What the name of a photograph tells of its patient; null where the layout's names tell nothing. */
  readonly person: ((name: string) => Person) | null
}

/** A layout that is known by its header, and not read yet. */
export interface LaterLayout {
  readonly name: LayoutName
  readonly title: string
  readonly recognises: (table: Table) => boolean
}

/** Names of the columns as they are compared: trimmed, lower case, empty ones at the end left out. */
export function columnNames(table: Table): string[] {
  const names = table.header.cells.map((cell) => cell.trim().toLowerCase())
  while (names.at(-1) === '') names.pop()
  return names
}

/** Whether at least nine of ten of the first rows' cells in a column look so. False where there are no rows. */
export function mostlyLooksLike(table: Table, column: number, pattern: RegExp): boolean {
  const cells = table.records.slice(0, 200).map(({ cells }) => cells[column]?.trim() ?? '')
  return cells.length > 0 && cells.filter((cell) => pattern.test(cell)).length >= 0.9 * cells.length
}
