import { tidyCell, tidyName } from '../grading/cell-text.ts'
import { isGradeCell } from '../grading/grade-mapping.ts'
import type { Table } from '../read-table.ts'
import type { LabelLayout } from './layout.ts'

/** A table that names no columns: its one column of grades, and the first column that tells its rows apart. */
export const unnamed: LabelLayout = {
  name: 'table',
  title: 'A table without names of its columns',
  places: (table) => {
    const guessed = table.named ? null : likelyColumns(table)
    return guessed && { ...guessed, oedema: null, patient: null, eye: null }
  },
  key: tidyName,
}

/** The columns that look like photograph and grade, from what they hold; null where more than one may hold the grade. */
export function likelyColumns(table: Table): { readonly image: number; readonly grade: number } | null {
  const columns = table.header.cells.map((_, column) =>
    table.records.slice(0, 500).map(({ cells }) => tidyCell(cells[column] ?? '')),
  )
  const graded = columns.flatMap((cells, column) => (holdsGrades(cells) ? [column] : []))
  const [grade] = graded
  if (grade === undefined || graded.length > 1) return null
  const names = columns.flatMap((cells, column) => (column !== grade && tellsApart(cells) ? [column] : []))
  // A number alone is more likely the row's own than a photograph's.
  const image = names.find((column) => columns[column]?.some((cell) => /\p{L}/u.test(cell))) ?? names[0]
  return image === undefined ? null : { image, grade }
}

function holdsGrades(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  return filled.length > 0 && filled.filter(isGradeCell).length >= 0.8 * filled.length
}

function tellsApart(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  return filled.length >= 0.9 * cells.length && new Set(filled).size >= 0.8 * filled.length
}
