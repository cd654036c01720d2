import { AppError } from '#shared/errors.ts'
import { sha256Of } from '#store/blobs.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { ReadImportLabels } from '../services/read-import.ts'

/** Stored labels never change: the same file under the same name, but with other grades for its words, is another label set. Throws
 *  `AppError('conflict')`. */
export function refuseOtherGrades(store: ProjectStore, { name, bytes, file }: ReadImportLabels): void {
  const known = store.labels.byName(name)
  if (known?.sha256 !== sha256Of(bytes)) return
  const grades = new Map(file.rows.map(({ line, grade }) => [line, grade]))
  if (store.labels.rows(known.id).every(({ line, grade }) => (grades.get(line) ?? null) === grade)) return
  const sentence = `The label set "${name}" was imported before with other grades for this file's rows, and stored labels stay as they are.`
  throw new AppError('conflict', `${sentence} Give this one a name of its own.`, { details: { labelSet: name } })
}
