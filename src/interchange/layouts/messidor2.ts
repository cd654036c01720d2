import { cellNumber, entryOf, type LabelLayout, placeOfAny, placesNamed } from './layout.ts'

/** Messidor-2 as adjudicated (Krause 2018): `image_id,adjudicated_dr_grade,adjudicated_dme,adjudicated_gradable`; a re-issue names the
 *  first two as APTOS does. What cannot be graded has no grade. The oedema column is a yes or no, and no risk from 0 to 2. */
export const messidor2: LabelLayout = {
  name: 'messidor2',
  title: 'Messidor-2',
  places: (table) => {
    const gradable = placesNamed(table, ['adjudicated_gradable'])
    const image = placeOfAny(table, ['image_id', 'id_code', 'image'])
    const grade = placeOfAny(table, ['adjudicated_dr_grade', 'diagnosis'])
    return gradable && image !== null && grade !== null
      ? { image, grade, oedema: null, patient: null, eye: null }
      : null
  },
  reader: (table, places) => {
    const gradable = placeOfAny(table, ['adjudicated_gradable'])
    return (cells) => {
      const refused = cellNumber(cells, gradable) === 0 ? 'ungradable by its file' : null
      return [{ ...entryOf(cells, places), refused }]
    }
  },
}
