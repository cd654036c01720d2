import { cellNumber, entryOf, type LabelLayout, placesNamed } from './layout.ts'

/** RFMiD: `ID,Disease_Risk,DR,…`, a column of 0 and 1 for each disease. Without retinopathy a photograph is of grade 0; with it, its
 *  grade is not stated. */
export const rfmid: LabelLayout = {
  name: 'rfmid',
  title: 'RFMiD',
  places: (table) => {
    const found = placesNamed(table, ['id', 'disease_risk', 'dr'])
    return found && { image: found.id, grade: found.dr, oedema: null, patient: null, eye: null }
  },
  reader: (_table, places) => (cells) => {
    const present = cellNumber(cells, places.grade) === 1
    const refused = present ? 'retinopathy is present, of a grade that RFMiD does not state' : null
    return [{ ...entryOf(cells, places), refused }]
  },
  added: () => ['DR_grade'],
}
