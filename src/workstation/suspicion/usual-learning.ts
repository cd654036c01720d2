import { quantile } from '#numerics/quantile.ts'
import type { ModelId } from '#shared/ids.ts'
import type { LearningFigures } from '#store/dynamics.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** How a model learnt the labels of its project: half of them within `median`, nine in ten within `most`. A label that it never
 *  had right counts as learnt after it was looked at for the last time. */
export interface UsualLearning {
  readonly median: Omit<LearningFigures, 'losses'> & { readonly losses: number[] }
  readonly most: Pick<LearningFigures, 'learntAt' | 'forgotten'>
}

/** What a training found of labels is written once, with its model. */
const known = new WeakMap<ProjectStore, Map<ModelId, UsualLearning>>()

/** Worked out once a model; null of one whose training was not followed. */
export function usualLearning(store: ProjectStore, model: ModelId): UsualLearning | null {
  const ofStore = known.get(store) ?? new Map<ModelId, UsualLearning>()
  const found = ofStore.get(model)
  if (found) return found
  const rows = store.dynamics.figures(model)
  if (rows.length === 0) return null
  const at = (share: number) => {
    const of = (figure: (row: LearningFigures) => number) => quantile(Float64Array.from(rows, figure).sort(), share)
    return {
      ...{ learntAt: of(({ learntAt }) => learntAt), forgotten: of(({ forgotten }) => forgotten) },
      ...{ loss: of(({ loss }) => loss), lastLoss: of(({ lastLoss }) => lastLoss) },
    }
  }
  const usual = { median: { ...at(0.5), losses: medianCourse(rows) }, most: at(0.9) }
  known.set(store, ofStore.set(model, usual))
  return usual
}

/** The medians along the way: labels that were looked at more often have as long a way as others. */
function medianCourse(rows: readonly LearningFigures[]): number[] {
  const courses = rows.flatMap(({ losses }) => (losses.length === 0 ? [] : [losses]))
  const places = courses.reduce((most, { length }) => Math.max(most, length), 0)
  return Array.from({ length: places }, (_, place) => {
    const there = courses.map((losses) => losses[Math.floor(((place + 0.5) / places) * losses.length)] as number)
    return quantile(Float64Array.from(there).sort(), 0.5)
  })
}
