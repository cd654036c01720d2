import { isGrade } from '#shared/grades.ts'
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
  /** What the file's own words count for, where that was chosen: a grade's digit, or `none`. */
  readonly grades: Readonly<Record<string, string>>
  /** Whether a folder that was moved here comes in a second time. */
  readonly asNew: boolean
}

export const noChoices: ImportChoices = {
  imagesFolder: '',
  labelsFile: '',
  layout: 'auto',
  labelSet: '',
  patientsAs: '',
  columns: { image: '', grade: '', oedema: '', patient: '', eye: '' },
  grades: {},
  asNew: false,
}

export const noGrade = 'none'

interface LayoutChoice {
  readonly value: Layout
  readonly label: string
}

const fileLayouts = [
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
] as const satisfies readonly LayoutChoice[]

const folderLayouts = [
  { value: 'auto', label: 'Detect it' },
  { value: 'folders', label: 'One folder a grade' },
  { value: 'none', label: 'No labels' },
] as const satisfies readonly LayoutChoice[]

/** What labels may be laid out as, in their file or without one. */
export function layoutChoices({ labelsFile }: Pick<ImportChoices, 'labelsFile'>): readonly LayoutChoice[] {
  return labelsFile.trim() === '' ? folderLayouts : fileLayouts
}

export function layoutLabel(layout: Layout): string | undefined {
  return [...fileLayouts, ...folderLayouts].find(({ value }) => value === layout)?.label
}

/** The columns one names for a `table`; the first two are needed. */
export const columnRoles = [
  { role: 'image', name: 'Photograph' },
  { role: 'grade', name: 'Grade' },
  { role: 'oedema', name: 'Oedema' },
  { role: 'patient', name: 'Patient' },
  { role: 'eye', name: 'Eye' },
] as const satisfies readonly { role: keyof Columns; name: string }[]

/** The choices after some were made. What words count for, and which columns hold what, was said of one file. */
export function chosen(before: ImportChoices, made: Partial<ImportChoices>): ImportChoices {
  const after = { ...before, ...made }
  const otherFile = after.labelsFile !== before.labelsFile
  const otherFolder = after.labelsFile === '' && after.imagesFolder !== before.imagesFolder
  const otherCells = after.layout !== before.layout || after.columns.grade !== before.columns.grade
  const known = layoutChoices(after).some(({ value }) => value === after.layout)
  return {
    ...after,
    asNew: after.asNew && after.imagesFolder === before.imagesFolder,
    layout: known ? after.layout : 'auto',
    grades: (otherFile || otherFolder || otherCells) && made.grades === undefined ? {} : after.grades,
    columns: otherFile && made.columns === undefined ? noChoices.columns : after.columns,
  }
}

/** What to ask the workstation, or null while the folder is missing. Columns count only once both needed ones are named. */
export function importRequest(choices: ImportChoices): ImportRequest | null {
  const imagesFolder = choices.imagesFolder.trim()
  const labelsFile = choices.labelsFile.trim()
  if (!imagesFolder) return null
  const labelSet = choices.labelSet.trim()
  const patientsAs = choices.patientsAs.trim()
  const { image, grade } = choices.columns
  const named = columnRoles.filter(({ role }) => choices.columns[role] !== '')
  const columns =
    choices.layout === 'table' && image && grade
      ? { columns: { image, grade, ...Object.fromEntries(named.map(({ role }) => [role, choices.columns[role]])) } }
      : {}
  const grades = Object.entries(choices.grades).map(([word, grade]) => [word, gradeOf(grade)])
  return {
    ...{ imagesFolder, layout: choices.layout },
    ...(labelsFile ? { labelsFile } : {}),
    ...(labelSet ? { labelSet } : {}),
    ...(patientsAs ? { patientsAs } : {}),
    ...(choices.asNew ? { asNew: true } : {}),
    ...columns,
    ...(grades.length > 0 ? { grades: Object.fromEntries(grades) } : {}),
  }
}

function gradeOf(text: string) {
  const grade = Number(text)
  return text !== noGrade && isGrade(grade) ? grade : null
}
