import type { ImportRequest } from '../../data/contract-types.ts'

type Layout = NonNullable<ImportRequest['layout']>
type Columns = NonNullable<ImportRequest['columns']>

/** What stands in the form; empty texts are not chosen yet. */
export interface ImportChoices {
  readonly imagesFolder: string
  readonly labelsFile: string
  readonly layout: Layout
  readonly labelSet: string
  /** Folder that numbers its patients alike. */
  readonly patientsAs: string
  readonly columns: Readonly<Record<keyof Columns, string>>
}

export const noChoices: ImportChoices = {
  imagesFolder: '',
  labelsFile: '',
  layout: 'auto',
  labelSet: '',
  patientsAs: '',
  columns: { image: '', grade: '', oedema: '', patient: '', eye: '' },
}

export const layouts = [
  { value: 'auto', label: 'Detect it' },
  { value: 'eyepacs', label: 'EyePACS' },
  { value: 'eyeq', label: 'EyeQ' },
  { value: 'aptos', label: 'APTOS 2019' },
  { value: 'messidor2', label: 'Messidor-2' },
  { value: 'idrid', label: 'IDRiD' },
  { value: 'ddr', label: 'DDR' },
  { value: 'deepdrid', label: 'DeepDRiD' },
  { value: 'odir', label: 'ODIR-5K' },
  { value: 'rfmid', label: 'RFMiD' },
  { value: 'table', label: 'Table, columns named below' },
] as const satisfies readonly { value: Layout; label: string }[]

/** The columns one names for a `table`; the first two are needed. */
export const columnRoles = [
  { role: 'image', name: 'Photograph' },
  { role: 'grade', name: 'Grade' },
  { role: 'oedema', name: 'Oedema' },
  { role: 'patient', name: 'Patient' },
  { role: 'eye', name: 'Eye' },
] as const satisfies readonly { role: keyof Columns; name: string }[]

/** What to ask the workstation, or null while a path is missing. Columns count only once both needed ones are named. */
export function importRequest(choices: ImportChoices): ImportRequest | null {
  const imagesFolder = choices.imagesFolder.trim()
  const labelsFile = choices.labelsFile.trim()
  if (!imagesFolder || !labelsFile) return null
  const labelSet = choices.labelSet.trim()
  const patientsAs = choices.patientsAs.trim()
  const { image, grade } = choices.columns
  const named = columnRoles.filter(({ role }) => choices.columns[role] !== '')
  const columns =
    choices.layout === 'table' && image && grade
      ? { columns: { image, grade, ...Object.fromEntries(named.map(({ role }) => [role, choices.columns[role]])) } }
      : {}
  return {
    ...{ imagesFolder, labelsFile, layout: choices.layout },
    ...(labelSet ? { labelSet } : {}),
    ...(patientsAs ? { patientsAs } : {}),
    ...columns,
  }
}
