import { type LabelLayout, mostlyLooksLike, placeOfAny, placesNamed } from './layout.ts'

/** APTOS 2019: `id_code,diagnosis`, names without extension, no patients. Re-issues of DDR and of Messidor-2 have the same two
 *  columns: the one has names that end in `.jpg`, the other says what is gradable. */
export const aptos: LabelLayout = {
  name: 'aptos',
  title: 'APTOS 2019',
  places: (table) => {
    const found = placesNamed(table, ['id_code', 'diagnosis'])
    if (!found || placeOfAny(table, ['adjudicated_gradable', 'adjudicated_dme']) !== null) return null
    if (mostlyLooksLike(table, found.id_code, /\.jpg$/i)) return null
    return { image: found.id_code, grade: found.diagnosis, oedema: null, patient: null, eye: null }
  },
}
