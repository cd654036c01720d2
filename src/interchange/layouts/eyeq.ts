import { cellNumber, entryOf, type LabelLayout, placeOfAny, placesNamed } from './layout.ts'

const verdicts = ['good', 'usable', 'reject'] as const

/** EyeQ, the quality of EyePACS' photographs: an unnamed index, `image,quality,DR_grade`; quality 0 good, 1 usable, 2 reject. */
export const eyeq: LabelLayout = {
  name: 'eyeq',
  title: 'EyeQ',
  places: (table) => {
    const found = placesNamed(table, ['image', 'quality', 'dr_grade'])
    return found && { image: found.image, grade: found.dr_grade, oedema: null, patient: null, eye: null }
  },
  reader: (table, places) => {
    const column = placeOfAny(table, ['quality'])
    return (cells) => {
      const quality = cellNumber(cells, column)
      return [{ ...entryOf(cells, places), quality: quality === undefined ? null : (verdicts[quality] ?? null) }]
    }
  },
}
