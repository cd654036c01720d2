import { stringify } from 'csv-stringify/sync'
import type { GradeChoices } from '#shared/contract/imports.ts'
import { mapGrades } from './grading/grade-mapping.ts'
import type { LabelFile } from './label-file.ts'
import { readLabels } from './read-labels.ts'

const header = ['image', 'grade']

/** Photographs that lie in one folder a grade, read as a label file whose rows are their paths and folders. Null where the folders are
 *  no grades: at least two grades are needed, and nine of ten photographs in a folder that names one. Folders of numbers have to be
 *  0 to 4 alone, with 0 among them: patients are numbered too. `asked` takes the folders for grades whatever they are called. */
export function readClassFolders(
  paths: readonly string[],
  { grades, asked }: { readonly grades?: GradeChoices | undefined; readonly asked: boolean },
): { readonly file: LabelFile; readonly text: string } | null {
  const rows = paths.map((path) => [path, path.split('/').at(-2) ?? ''] as const)
  if (
    !asked &&
    !areGrades(
      rows.map(([, folder]) => folder),
      grades,
    )
  )
    return null
  const text = stringify([header, ...rows])
  const file = readLabels(new TextEncoder().encode(text), {
    fileName: 'folders',
    layout: 'table',
    columns: { image: 'image', grade: 'grade' },
    grades,
  })
  const people = file.rows.some(({ patient }) => patient !== null)
    ? 'patient and eye are in the names'
    : 'no patients are named'
  const kinds = new Set(rows.map(([, folder]) => folder)).size
  const sentence = `One folder a grade: ${rows.length.toLocaleString('en')} photographs in ${kinds} folders; ${people}.`
  return { file: { ...file, layout: 'folders', sentence, shape: { ...file.shape, madeOf: 'folders' } }, text }
}

function areGrades(folders: readonly string[], grades: GradeChoices | undefined): boolean {
  const known = new Set(folders)
  const choices = Object.fromEntries(Object.entries(grades ?? {}).filter(([word]) => known.has(word)))
  const mapping = mapGrades(folders, choices)
  const read = folders.flatMap(
    (folder) =>
      mapping.read(folder).grade ??
      (mapping.words.some((one) => one.word === folder && one.choices.length > 0) ? 2 : []),
  )
  const numbered = folders.every((folder) => /^\d+$/.test(folder)) && !folders.includes('0')
  return !numbered && new Set(read).size >= 2 && read.length >= 0.9 * folders.length
}
