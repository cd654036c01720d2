import type { ColumnMap } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { tidyName } from '../grading/cell-text.ts'
import type { Table } from '../read-table.ts'
import type { ColumnPlaces, LabelLayout } from './layout.ts'

/** Any table whose columns the user names. Throws `AppError('usage')` where a column is not in the header. */
export function tableLayout(columns: ColumnMap): LabelLayout {
  return {
    name: 'table',
    title: 'A table of named columns',
    places: (table) => placesOf(table, columns),
    // The name may be a path or carry an extension that tells two files apart, so it stays as it came.
    key: tidyName,
  }
}

function placesOf(table: Table, columns: ColumnMap): ColumnPlaces {
  const { image, grade, oedema, patient, eye } = columns
  const place = (name: string | undefined) => (name === undefined ? null : placeOf(table, name))
  return {
    image: placeOf(table, image),
    grade: placeOf(table, grade),
    oedema: place(oedema),
    patient: place(patient),
    eye: place(eye),
  }
}

/** The exact name first; then without regard to case and outer spaces. */
function placeOf(table: Table, name: string): number {
  const { cells } = table.header
  const exact = cells.indexOf(name)
  const wanted = name.trim().toLowerCase()
  const place = exact >= 0 ? exact : cells.findIndex((cell) => cell.trim().toLowerCase() === wanted)
  if (place >= 0 && wanted !== '') return place
  const names = cells.flatMap((cell) => (cell.trim() === '' ? [] : [`"${cell.trim()}"`]))
  throw new AppError('usage', `The table has no column "${name}". Its columns are ${names.join(', ')}.`, {
    details: { column: name, columns: cells.map((cell) => cell.trim()) },
  })
}
