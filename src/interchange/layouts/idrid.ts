import { type LabelLayout, placesNamed } from './layout.ts'

/** `Image name,Retinopathy grade,Risk of macular edema` and any number of trailing commas. Another published copy names the first
 *  two columns as APTOS does; the third tells them apart. The set publishes no patients. */
export const idrid: LabelLayout = {
  name: 'idrid',
  title: 'IDRiD',
  places: (table) => {
    const risk = placesNamed(table, ['risk of macular edema'])?.['risk of macular edema']
    const own = placesNamed(table, ['image name', 'retinopathy grade'])
    const other = placesNamed(table, ['id_code', 'diagnosis'])
    const image = own?.['image name'] ?? other?.id_code
    const grade = own?.['retinopathy grade'] ?? other?.diagnosis
    if (risk === undefined || image === undefined || grade === undefined) return null
    return { image, grade, oedema: risk, patient: null, eye: null }
  },
}
