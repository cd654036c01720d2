import { withoutPictureExtension } from '../photograph-names.ts'
import { columnNames, type LabelLayout, type Person } from './layout.ts'

/** EyePACS of Kaggle 2015: `image,level`, names such as `10_left`: the patient's number and the eye. */
export const eyepacs: LabelLayout = {
  name: 'eyepacs',
  title: 'EyePACS',
  places: (table) => {
    const [image, grade, ...others] = columnNames(table)
    const fits = image === 'image' && grade === 'level' && others.length === 0
    return fits ? { image: 0, grade: 1, oedema: null, patient: null, eye: null } : null
  },
  key: (cell) => withoutPictureExtension(cell.trim()),
  person: personOf,
}

function personOf(name: string): Person {
  const [, patient, eye] = /^(\d+)_(left|right)$/i.exec(name) ?? []
  if (patient === undefined || eye === undefined) return { patient: null, eye: null }
  return { patient, eye: eye.toLowerCase() === 'left' ? 'left' : 'right' }
}
