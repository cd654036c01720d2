import { delimiterWords } from '../delimiter.ts'
import { scaleNames } from '../grading/screening-scale.ts'
import type { ReadTable } from './read-table-labels.ts'
import { counted } from './words.ts'

/** What was detected, in a sentence. */
export function sentenceOf({ table, detected, mapping, rows, sheet }: ReadTable): string {
  const { layout, places } = detected
  const source = sheet ? `of the sheet “${sheet.name}”` : `parted by ${delimiterWords[table.delimiter]}`
  const oedema = places.oedema === null ? '' : ', macular oedema too'
  const inWords = mapping.words.some(({ grade }) => grade !== null)
  const scale = mapping.scale ? `, grades of ${scaleNames[mapping.scale]}` : inWords ? ', grades in words' : ''
  const people = rows.some(({ patient }) => patient !== null)
  const inColumns = places.patient !== null
  const patients = people ? `patient and eye are in ${inColumns ? 'columns' : 'the names'}` : 'no patients are named'
  return `${layout.title}: ${counted(rows.length, 'row')} ${source}${oedema}${scale}; ${patients}.`
}
