import type { Photograph } from '#shared/contract/review.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'
import { rowsOf } from './row-index.ts'

type Current = Photograph['current']
export type CurrentState = Current['state']

/** The derived grade of a photograph. `grade` is null where there is none to train on: unresolved, ungradable, none. */
export interface CurrentGrade {
  readonly image: ImageId
  readonly state: CurrentState
  readonly grade: Grade | null
}

/** What readers decided of every photograph with a standing reading; the rule is the view's. */
export function decidedGradeRows(db: ReadDb): [ImageId, CurrentState, Grade | null][] {
  return db.tuples('SELECT image_id, state, grade FROM decided_grades')
}

/** The label of every photograph that has one: the primary set's, else that of the oldest file that gives one. */
export function importedGradeRows(db: ReadDb): [ImageId, Grade][] {
  return db.tuples('SELECT image_id, grade FROM imported_grades')
}

/** Every photograph's current grade, oldest photograph first. The same as the view `current_grades`, which joins what is put
 *  together here and takes twice as long. */
export function readCurrentGrades(db: ReadDb): CurrentGrade[] {
  const images = db.tuples<[ImageId]>('SELECT id FROM images ORDER BY id').map(([image]) => image)
  const rows = rowsOf(images)
  const current = images.map((image): CurrentGrade => ({ image, state: 'none', grade: null }))
  const put = (image: ImageId, state: CurrentState, grade: Grade | null) => {
    current[rows[image] as number] = { image, state, grade }
  }
  for (const [image, grade] of importedGradeRows(db)) put(image, 'imported', grade)
  // A decision, whatever it is, stands before the label.
  for (const [image, state, grade] of decidedGradeRows(db)) put(image, state, grade)
  return current
}

/** One photograph's; `none` for one that is not there. */
export function readCurrentGrade(db: ReadDb, image: ImageId): Current {
  const decided = db.get<Current>('SELECT state, grade FROM decided_grades WHERE image_id = ?', [image])
  return decided ?? readImportedGrade(db, image)
}

export function readImportedGrade(db: ReadDb, image: ImageId): Current {
  const label = db.get<{ grade: Grade }>('SELECT grade FROM imported_grades WHERE image_id = ?', [image])
  return label ? { state: 'imported', grade: label.grade } : { state: 'none', grade: null }
}
