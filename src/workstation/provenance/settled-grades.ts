import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import type { LabelSet } from '#store/label-sets.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** The grades that predictions are held against: the current ones where they are settled, blind readings first, or those of
 *  one label set.
 *  Throws `AppError('not_found')` for a label set that is not there. */
export function gradesToJudgeBy(store: ProjectStore, labelSet: string | undefined): Map<ImageId, Grade> {
  if (labelSet === undefined) {
    return new Map(
      store.readings.gradesToJudgeBy().flatMap(({ image, grade }) => (grade === null ? [] : [[image, grade] as const])),
    )
  }
  const set = namedSet(store, labelSet)
  return new Map(
    store.labels.gradesBySet().flatMap((row) => (row.labelSet === set.id ? [[row.image, row.grade] as const] : [])),
  )
}

/** The same of oedema risks, which readers do not decide: the primary label set's, or that set's. */
export function oedemaToJudgeBy(store: ProjectStore, labelSet: string | undefined): Map<ImageId, OedemaRisk> {
  return store.labels.oedemaRisks(labelSet === undefined ? undefined : namedSet(store, labelSet).id)
}

function namedSet(store: ProjectStore, name: string): LabelSet {
  const set = store.labels.byName(name)
  if (!set) throw new AppError('not_found', `There is no label set called ${name} in this project.`)
  return set
}
