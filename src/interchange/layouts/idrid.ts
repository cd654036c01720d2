import { withoutPictureExtension } from '../photograph-names.ts'
import { columnNames, type LabelLayout } from './layout.ts'

const nameColumns = new Set(['image name', 'id_code'])
const gradeColumns = new Set(['retinopathy grade', 'diagnosis'])

/** `Image name,Retinopathy grade,Risk of macular edema` and any number of trailing commas. Another published copy names the first
 *  two columns as APTOS does; the third tells them apart. The set publishes no patients. */
export const idrid: LabelLayout = {
  name: 'idrid',
  title: 'IDRiD',
  places: (table) => {
    const [image = '', grade = '', oedema, ...others] = columnNames(table)
    const fits = nameColumns.has(image) && gradeColumns.has(grade) && oedema === 'risk of macular edema'
    return fits && others.length === 0 ? { image: 0, grade: 1, oedema: 2, patient: null, eye: null } : null
  },
  key: (cell) => withoutPictureExtension(cell.trim()),
  person: null,
}
