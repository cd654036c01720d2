import type { ModelId } from '#shared/ids.ts'
import { quantile } from '#statistics/bootstrap.ts'
import type { LearningFigures, LearntLabel } from '#store/dynamics.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** How a model learnt the labels of its project: half of them within `median`, nine in ten within `most`. A label that it never
 *  had right counts as learnt after it was looked at for the last time. */
export interface UsualLearning {
  readonly median: Pick<LearntLabel, 'learntAt' | 'forgotten' | 'loss' | 'lastLoss'>
  readonly most: Pick<LearntLabel, 'learntAt' | 'forgotten'>
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
  const [learntAt, forgotten, loss, lastLoss] = sortedColumns(rows)
  const at = (share: number) => ({ learntAt: quantile(learntAt, share), forgotten: quantile(forgotten, share) })
  const usual = { median: { ...at(0.5), loss: quantile(loss, 0.5), lastLoss: quantile(lastLoss, 0.5) }, most: at(0.9) }
  known.set(store, ofStore.set(model, usual))
  return usual
}

function sortedColumns(rows: readonly LearningFigures[]) {
  const sorted = (column: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[column]).sort()
  return [sorted(0), sorted(1), sorted(2), sorted(3)] as const
}
