import type { ImageId, ModelId } from '#shared/ids.ts'
import { suspicion } from '#statistics/label-suspicion.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { gradesToJudgeBy } from '../judgement/settled-grades.ts'

/** Ranks every photograph by how little `model` believes its current grade. Only predictions of fits that never saw
 *  the photograph count; one that is ungradable, unresolved or unlabelled has no suspicion. */
export function rankAll(store: ProjectStore, model: ModelId): void {
  const grades = gradesToJudgeBy(store, undefined)
  const rows = store.predictions.forModel(model, { outOfFold: true }).flatMap(({ image, probabilities }) => {
    const grade = grades.get(image)
    return grade === undefined ? [] : [{ image, label: grade, ...suspicion(grade, probabilities) }]
  })
  store.transaction(() => store.suspicions.replace(model, rows))
}

/** After a decision only this photograph's suspicion changes. Called inside the decision's own transaction. */
export function rankOne(store: ProjectStore, image: ImageId): void {
  const model = store.models.current()
  if (!model) return
  const { grade } = store.readings.currentGrade(image)
  const prediction = store.predictions.forImage(image, model.id)
  const row =
    grade !== null && prediction?.outOfFold
      ? { image, label: grade, ...suspicion(grade, prediction.probabilities) }
      : null
  store.suspicions.replaceOne(model.id, image, row)
}
