import { type LabelLayout, placesNamed } from './layout.ts'

/** EyePACS of Kaggle 2015: `image,level`, names such as `10_left`. Re-issues have index columns before these, and others after. */
export const eyepacs: LabelLayout = {
  name: 'eyepacs',
  title: 'EyePACS',
  places: (table) => {
    const found = placesNamed(table, ['image', 'level'])
    return found && { image: found.image, grade: found.level, oedema: null, patient: null, eye: null }
  },
}
