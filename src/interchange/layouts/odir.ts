import { eyes } from '#shared/grades.ts'
import { meaningOf } from '../grading/grade-words.ts'
import type { Table } from '../read-table.ts'
import {
  type Cells,
  type ColumnPlaces,
  cellText,
  type LabelEntry,
  type LabelLayout,
  photographKey,
  placeOfAny,
  placesNamed,
} from './layout.ts'

/** ODIR-5K: a patient a row with both photographs, or a photograph a row with its `filename`. What an eye has is in its own diagnostic
 *  keywords; the columns N to O and `labels` are of the patient and would give a healthy eye its fellow's grade. */
export const odir: LabelLayout = {
  name: 'odir',
  title: 'ODIR-5K',
  places: (table) => {
    const found = placesNamed(table, [
      ...(['left-fundus', 'right-fundus'] as const),
      ...(['left-diagnostic keywords', 'right-diagnostic keywords'] as const),
    ])
    if (!found) return null
    const image = placeOfAny(table, ['filename']) ?? found['left-fundus']
    const patient = placeOfAny(table, ['id'])
    return { image, grade: found['left-diagnostic keywords'], oedema: null, patient, eye: null }
  },
  reader,
  added: (table) => (placeOfAny(table, ['filename']) === null ? ['left_DR_grade', 'right_DR_grade'] : ['DR_grade']),
}

function reader(table: Table, places: ColumnPlaces): (cells: Cells) => readonly LabelEntry[] {
  const own = placeOfAny(table, ['filename'])
  const columns = eyes.map((eye) => ({
    eye,
    photograph: placeOfAny(table, [`${eye}-fundus`]),
    keywords: placeOfAny(table, [`${eye}-diagnostic keywords`]),
  }))
  return (cells) => {
    const patient = cellText(cells, places.patient)
    const sides = columns.map(({ eye, photograph, keywords }) => ({
      ...{ name: photographKey(cellText(cells, photograph)), eye, patient, oedema: '' },
      ...gradeOf(cellText(cells, keywords)),
    }))
    if (own === null) return sides
    const name = photographKey(cellText(cells, own))
    const side = sides.find((one) => one.name === name)
    const refused = 'the row says nothing of this photograph: it is neither its left nor its right one'
    return [side ?? { name, grade: '', patient, eye: null, oedema: '', refused }]
  }
}

/** The first keyword that names a grade. */
function gradeOf(keywords: string): Pick<LabelEntry, 'grade' | 'refused'> {
  const phrases = keywords.split(/[，,;、]/).map((phrase) => phrase.trim())
  const grade = phrases.find((phrase) => typeof meaningOf(phrase) === 'number')
  if (grade !== undefined || keywords === '') return { grade: grade ?? '' }
  return { grade: '', refused: reasonOf(keywords, phrases) }
}

function reasonOf(keywords: string, phrases: readonly string[]): string {
  if (phrases.every((phrase) => meaningOf(phrase) === 'ungradable')) return 'ungradable by its file'
  return `"${keywords.length > 60 ? `${keywords.slice(0, 60)}…` : keywords}" states no grade of retinopathy`
}
