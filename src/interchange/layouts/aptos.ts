import { withoutPictureExtension } from '../photograph-names.ts'
import { columnNames, type LabelLayout, mostlyLooksLike } from './layout.ts'

/** APTOS 2019: `id_code,diagnosis`, names without extension, no patients. A re-issue of DDR has the same header, and names that
 *  end in `.jpg`. */
export const aptos: LabelLayout = {
  name: 'aptos',
  title: 'APTOS 2019',
  places: (table) => {
    const [image, grade, ...others] = columnNames(table)
    const fits = image === 'id_code' && grade === 'diagnosis' && others.length === 0
    if (!fits || mostlyLooksLike(table, 0, /\.jpg$/i)) return null
    return { image: 0, grade: 1, oedema: null, patient: null, eye: null }
  },
  key: (cell) => withoutPictureExtension(cell.trim()),
  person: null,
}
