import type { QualityItem } from '#shared/contract/quality.ts'
import { type Decision, type Grade, grades } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { impliedGrade, type Lesion } from '#shared/lesions.ts'
import type { CurrentState } from '#store/current-grades.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { atOnce, type InParts } from './in-parts.ts'

/** What a project knows of single photographs. */
export interface Sources {
  current(image: ImageId): { readonly state: CurrentState; readonly grade: Grade | null }
  /** Grades by label file with the name of its set, and which of them is the label that counts. */
  labels(image: ImageId): readonly { readonly grade: Grade; readonly name: string; readonly counts: boolean }[]
  /** Each reader's latest word. */
  readings(image: ImageId): readonly { readonly decision: Decision; readonly lesions: readonly Lesion[] }[]
  copies(image: ImageId): readonly ImageId[]
  fellowEyes(image: ImageId): readonly ImageId[]
  /** Null of a photograph that was not screened. `reasons`: the rule's own, whoever gave the verdict. */
  quality(image: ImageId): Pick<QualityItem, 'verdict' | 'reasons'> | null
  /** Where the margin of this label stood while the model learnt it; null where it learnt another one, or none. */
  standing(image: ImageId, label: Grade): number | null
}

/** The label that a photograph came with; undefined where no file gives one. */
export function importedGrade(sources: Sources, image: ImageId): Grade | undefined {
  return sources.labels(image).find(({ counts }) => counts)?.grade
}

/** Each photograph asked of the store by itself: for the few that a decision concerns. */
export function sourcesOfFew(store: ProjectStore, model: ModelId | undefined): Sources {
  return {
    current: (image) => store.readings.currentGrade(image),
    labels: (image) =>
      store.labels.forImage(image).flatMap(({ grade, name, counts }) => {
        return grade === null ? [] : [{ grade, name, counts }]
      }),
    readings: (image) => store.readings.latestFor(image),
    copies: (image) => store.related.copiesOf(image),
    fellowEyes: (image) => store.related.fellowEyesOf(image),
    quality: (image) => store.quality.find(image) ?? null,
    standing(image, label) {
      const row = model === undefined ? undefined : store.dynamics.forImage(image, model)
      return row?.label === label ? row.standing : null
    },
  }
}

/** One for all that have none: 100,000 empty lists take their time. */
const nothing: readonly never[] = []

/** All photographs read at once, a few scans in place of many questions. */
export function sourcesOfAll(store: ProjectStore, model: ModelId | undefined): Sources {
  return atOnce(readSources(store, model))
}

export function* readSources(store: ProjectStore, model: ModelId | undefined): InParts<Sources> {
  const decided = new Map(store.readings.decidedGrades().map((row) => [row.image, row]))
  const labels = store.labels.gradesByFile()
  yield []
  const readings = grouped(store.readings.latest(), (row) => row)
  const copies = store.related.copies()
  yield []
  const fellows = store.related.fellowEyes()
  yield []
  const poor = new Map(store.quality.poor().map((row) => [row.image, row]))
  const standings = new Map<ImageId, readonly [ImageId, Grade, number]>()
  if (model !== undefined) for (const row of store.dynamics.standings(model)) standings.set(row[0], row)
  return {
    current: (image) => decided.get(image) ?? imported(labels.get(image)),
    labels: (image) => labels.get(image) ?? nothing,
    readings: (image) => readings.get(image) ?? nothing,
    copies: (image) => copies.get(image) ?? nothing,
    fellowEyes: (image) => fellows.get(image) ?? nothing,
    quality: (image) => poor.get(image) ?? null,
    standing(image, label) {
      const row = standings.get(image)
      return row?.[1] === label ? row[2] : null
    },
  }
}

/** The same for somebody who may not know what readers said of some photographs: as if nobody had read those. */
export function asSeen(sources: Sources, knows: (image: ImageId) => boolean): Sources {
  return {
    ...sources,
    current: (image) => (knows(image) ? sources.current(image) : imported(sources.labels(image))),
    readings: (image) => (knows(image) ? sources.readings(image) : nothing),
  }
}

/** Of a photograph that no reader decided on its label counts. */
function imported(labels: ReturnType<Sources['labels']> = nothing): ReturnType<Sources['current']> {
  for (const { grade, counts } of labels) if (counts) return importedAs[grade] ?? unlabelled
  return unlabelled
}

const unlabelled = { state: 'none', grade: null } as const
const importedAs = grades.map((grade) => ({ state: 'imported', grade }) as const)

/** The least grade that the lesions of the last reader who marked any allow. */
export function markedGrade(readings: ReturnType<Sources['readings']>): Grade | null {
  const marked = readings.findLast(({ lesions }) => lesions.length > 0)
  return marked ? impliedGrade(marked.lesions) : null
}

function grouped<Row extends { readonly image: ImageId }, T>(rows: readonly Row[], of: (row: Row) => T) {
  const groups = new Map<ImageId, T[]>()
  for (const row of rows) {
    const group = groups.get(row.image)
    if (group) group.push(of(row))
    else groups.set(row.image, [of(row)])
  }
  return groups
}
