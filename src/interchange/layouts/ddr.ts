import { cellNumber, entryOf, type LabelLayout, mostlyLooksLike, placesNamed } from './layout.ts'

const ungradable = 5

/** DDR: lines such as `007-0004-000.jpg 0` without names of columns; a re-issue is `id_code,diagnosis` with `.jpg`. Grade 5 means that
 *  a photograph cannot be graded. */
export const ddr: LabelLayout = {
  name: 'ddr',
  title: 'DDR',
  places: (table) => {
    const named = placesNamed(table, ['id_code', 'diagnosis'])
    if (named) {
      const { id_code: image, diagnosis: grade } = named
      const more = placesNamed(table, ['adjudicated_gradable']) ?? placesNamed(table, ['risk of macular edema'])
      return more || !mostlyLooksLike(table, image, /\.jpg$/i)
        ? null
        : { image, grade, oedema: null, patient: null, eye: null }
    }
    const own = table.delimiter === ' ' ? /\.jpg$/i : /^\d{3}-\d{4}-\d{3}\.jpg$/i
    const fits = !table.named && table.header.cells.length === 2 && mostlyLooksLike(table, 0, own)
    return fits ? { image: 0, grade: 1, oedema: null, patient: null, eye: null } : null
  },
  reader: (_table, places) => (cells) => {
    const isUngradable = cellNumber(cells, places.grade) === ungradable
    return [{ ...entryOf(cells, places), refused: isUngradable ? 'ungradable by its file (grade 5 of DDR)' : null }]
  },
}
