import { eyes } from '#shared/grades.ts'
import { personOf } from '../people.ts'
import type { Table } from '../read-table.ts'
import {
  type Cells,
  type ColumnPlaces,
  cellNumber,
  cellText,
  type LabelEntry,
  type LabelLayout,
  placeOfAny,
  placesNamed,
} from './layout.ts'

/** DeepDRiD: `patient_id,image_id,image_path,…,left_eye_DR_Level,right_eye_DR_Level,patient_DR_Level,…`. One of the two eyes' columns is
 *  blank in every row, the filled one counts; paths have backslashes and leave out a folder. */
export const deepdrid: LabelLayout = {
  name: 'deepdrid',
  title: 'DeepDRiD',
  places: (table) => {
    const found = placesNamed(table, ['left_eye_dr_level', 'right_eye_dr_level'])
    const image = placeOfAny(table, ['image_path']) ?? placeOfAny(table, ['image_id'])
    if (!found || image === null) return null
    const patient = placeOfAny(table, ['patient_id'])
    return { image, grade: found.left_eye_dr_level, oedema: null, patient, eye: null }
  },
  reader,
}

function reader(table: Table, places: ColumnPlaces): (cells: Cells) => readonly LabelEntry[] {
  const columns = { left: places.grade, right: placeOfAny(table, ['right_eye_dr_level']) ?? places.grade }
  const id = placeOfAny(table, ['image_id'])
  const quality = placeOfAny(table, ['overall quality'])
  return (cells) => {
    const path = cellText(cells, places.image).replaceAll('\\', '/').replace(/^\/+/, '')
    const name = path || cellText(cells, id)
    const filled = eyes.filter((eye) => cellText(cells, columns[eye]) !== '')
    const byName = personOf(name).eye
    const eye = filled.length === 1 ? (filled[0] ?? byName) : byName
    const gradeColumn = columns[eye ?? 'left']
    // 1 is good enough to diagnose by, 0 is not.
    const good = cellNumber(cells, quality)
    return [
      {
        ...{ name, gradeColumn, eye, oedema: '', patient: cellText(cells, places.patient) },
        grade: filled.length === 0 ? '' : cells[gradeColumn],
        quality: good === undefined ? null : good === 0 ? 'reject' : 'good',
        otherEye: byName !== null && eye !== byName,
      },
    ]
  }
}
