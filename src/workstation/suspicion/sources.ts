import type { QualityItem } from '#shared/contract/quality.ts'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { impliedGrade, type Lesion } from '#shared/lesions.ts'
import type { CurrentState } from '#store/current-grades.ts'
import type { Standing } from '#store/dynamics.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** What a project knows of single photographs. */
export interface Sources {
  current(image: ImageId): { readonly state: CurrentState; readonly grade: Grade | null }
  /** Grades by label file, and which of them is the primary one. */
  labels(image: ImageId): readonly { readonly grade: Grade; readonly set: string; readonly primary: boolean }[]
  /** Each reader's latest word. */
  readings(image: ImageId): readonly { readonly decision: Decision; readonly lesions: readonly Lesion[] }[]
  copies(image: ImageId): readonly ImageId[]
  fellowEyes(image: ImageId): readonly ImageId[]
  /** Null of a photograph that was not screened. `reasons`: the rule's own, whoever gave the verdict. */
  quality(image: ImageId): Pick<QualityItem, 'verdict' | 'reasons'> | null
  /** Where the margin of this label stood while the model learnt it; null where it learnt another one, or none. */
  standing(image: ImageId, label: Grade): number | null
}

/** The grade by the primary label file; undefined where it gives none. */
export function primaryGrade(sources: Sources, image: ImageId): Grade | undefined {
  return sources.labels(image).find(({ primary }) => primary)?.grade
}

/** Each photograph asked of the store by itself: for the few that a decision concerns. */
export function sourcesOfFew(store: ProjectStore, model: ModelId | undefined): Sources {
  return {
    current: (image) => store.readings.currentGrade(image),
    labels: (image) =>
      store.labels.forImage(image).flatMap(({ grade, name, primary }) => {
        return grade === null ? [] : [{ grade, set: name, primary }]
      }),
    readings: (image) => store.readings.latestFor(image),
    copies: (image) => store.kin.copiesOf(image),
    fellowEyes: (image) => store.kin.fellowEyesOf(image),
    quality: (image) => store.quality.find(image) ?? null,
    standing: (image, label) => (model === undefined ? null : ofLabel(store.dynamics.forImage(image, model), label)),
  }
}

/** All photographs read at once, a few scans in place of many questions. */
export function sourcesOfAll(store: ProjectStore, model: ModelId | undefined): Sources {
  const current = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const primary = store.labels.primary()?.id
  const labels = grouped(
    store.labels
      .gradesBySet()
      .map(({ image, grade, name, labelSet }) => [image, { grade, set: name, primary: labelSet === primary }] as const),
  )
  const readings = grouped(store.readings.latest().map((row) => [row.image, row] as const))
  const copies = store.kin.copies()
  const fellows = store.kin.fellowEyes()
  const poor = new Map(store.quality.poor().map((row) => [row.image, row]))
  const dynamics = model === undefined ? [] : store.dynamics.forModel(model)
  const standings = new Map(dynamics.map((row) => [row.image, row]))
  return {
    current: (image) => current.get(image) ?? { state: 'none', grade: null },
    labels: (image) => labels.get(image) ?? [],
    readings: (image) => readings.get(image) ?? [],
    copies: (image) => copies.get(image) ?? [],
    fellowEyes: (image) => fellows.get(image) ?? [],
    quality: (image) => poor.get(image) ?? null,
    standing: (image, label) => ofLabel(standings.get(image), label),
  }
}

function ofLabel(row: Standing | undefined, label: Grade): number | null {
  return row?.label === label ? row.standing : null
}

/** The least grade that the lesions of the last reader who marked any allow. */
export function markedGrade(readings: ReturnType<Sources['readings']>): Grade | null {
  const marked = readings.findLast(({ lesions }) => lesions.length > 0)
  return marked ? impliedGrade(marked.lesions) : null
}

function grouped<T>(rows: readonly (readonly [ImageId, T])[]): Map<ImageId, T[]> {
  const groups = new Map<ImageId, T[]>()
  for (const [image, row] of rows) {
    const group = groups.get(image)
    if (group) group.push(row)
    else groups.set(image, [row])
  }
  return groups
}
