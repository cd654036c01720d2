import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'

/** What one file says of a photograph. */
export interface FileGrade {
  readonly labelSet: LabelSetId
  /** The label set's. */
  readonly name: string
  readonly fileName: string
  readonly grade: Grade
  /** Whether it is the label that counts where no reader has decided. */
  readonly counts: boolean
}

/** Of what files say of one photograph, oldest file first, that which counts: the primary set's, else the oldest. The view
 *  `imported_grades` is the same rule. */
export function countingLabel<Label extends { readonly labelSet: LabelSetId }>(
  labels: readonly Label[],
  primary: LabelSetId | undefined,
): Label | undefined {
  return labels.find(({ labelSet }) => labelSet === primary) ?? labels[0]
}

type File = Pick<FileGrade, 'labelSet' | 'name' | 'fileName'>

/** Every file's first accepted grade of every photograph, oldest file first. `primary`: the set that is to count before others. */
export function readFileGrades(db: ReadDb, primary: LabelSetId | undefined): Map<ImageId, readonly FileGrade[]> {
  const files = new Map(
    db
      .all<File & { readonly id: LabelSetId }>(
        `SELECT f.id, s.id AS labelSet, s.name, f.file_name AS fileName
         FROM label_sets f JOIN label_sets s ON s.id = coalesce(f.part_of, f.id)`,
      )
      .map(({ id, ...file }): [LabelSetId, File] => [id, file]),
  )
  const found = new Map<ImageId, (Omit<FileGrade, 'counts'> & { counts: boolean })[]>()
  const rows = db.tuples<[ImageId, LabelSetId, Grade, number]>(
    `SELECT image_id, label_set_id, grade, min(line) FROM labels
     WHERE image_id IS NOT NULL AND rejected IS NULL AND grade IS NOT NULL
     GROUP BY image_id, label_set_id ORDER BY image_id, label_set_id`,
  )
  for (const [image, id, grade] of rows) {
    const label = { ...(files.get(id) as File), grade, counts: false }
    const others = found.get(image)
    if (others) others.push(label)
    else found.set(image, [label])
  }
  for (const labels of found.values()) {
    const label = countingLabel(labels, primary)
    if (label) label.counts = true
  }
  return found
}
