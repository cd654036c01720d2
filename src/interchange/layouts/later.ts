import { columnNames, type LaterLayout, mostlyLooksLike } from './layout.ts'

/** Layouts that are recognised, so that the answer says what the file is, and that cannot be read yet. */
export const laterLayouts: readonly LaterLayout[] = [
  {
    name: 'eyeq',
    title: 'EyeQ',
    recognises: (table) => hasAll(columnNames(table), ['image', 'quality', 'dr_grade']),
  },
  {
    name: 'messidor2',
    title: 'Messidor-2',
    recognises: (table) => columnNames(table).includes('adjudicated_gradable'),
  },
  {
    name: 'ddr',
    title: 'DDR',
    recognises: (table) => hasAll(columnNames(table), ['id_code', 'diagnosis']) && mostlyLooksLike(table, 0, /\.jpg$/i),
  },
  {
    name: 'deepdrid',
    title: 'DeepDRiD',
    recognises: (table) => hasAll(columnNames(table), ['image_id', 'left_eye_dr_level', 'right_eye_dr_level']),
  },
  {
    name: 'odir',
    title: 'ODIR-5K',
    recognises: (table) => hasAll(columnNames(table), ['left-fundus', 'right-fundus']),
  },
  {
    name: 'rfmid',
    title: 'RFMiD',
    recognises: (table) => hasAll(columnNames(table), ['id', 'disease_risk', 'dr']),
  },
]

function hasAll(names: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((name) => names.includes(name))
}
