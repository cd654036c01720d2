import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** The grades that predictions are held against: the current ones where they are settled, or those of one label set.
 *  Throws `AppError('not_found')` for a label set that is not there. */
export function gradesToJudgeBy(store: ProjectStore, labelSet: string | undefined): Map<ImageId, Grade> {
  if (labelSet === undefined) {
    return new Map(
      store.readings.currentGrades().flatMap(({ image, grade }) => (grade === null ? [] : [[image, grade] as const])),
    )
  }
  const set = store.labels.byName(labelSet)
  if (!set) throw new AppError('not_found', `There is no label set called ${labelSet} in this project.`)
  return new Map(
    store.labels.gradesBySet().flatMap((row) => (row.labelSet === set.id ? [[row.image, row.grade] as const] : [])),
  )
}
