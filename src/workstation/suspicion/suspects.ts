import type { Grade } from '#shared/grades.ts'
import { suspicion } from '#statistics/label-suspicion.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { gradesToJudgeBy } from '../judgement/settled-grades.ts'

interface SuspectsRequest {
  readonly limit: number
  readonly boundary?: readonly [Grade, Grade] | undefined
  readonly labelSet?: string | undefined
}

/** The current model's most suspicious photographs, by the current grade or by the labels of one set. `unscored` counts
 *  the labelled photographs without a prediction from a fit that never saw them. */
export function listSuspects(store: ProjectStore, request: SuspectsRequest) {
  const labels = gradesToJudgeBy(store, request.labelSet)
  const model = store.models.current()
  if (!model) return { model: null, unscored: labels.size, suspects: [] }
  const predictions = store.predictions.forModel(model.id, { outOfFold: true })
  const ranked = predictions
    .flatMap(({ image, probabilities }) => {
      const label = labels.get(image)
      return label === undefined ? [] : [{ image, label, ...suspicion(label, probabilities) }]
    })
    .sort((a, b) => b.score - a.score || a.image - b.image)
  const { boundary } = request
  const wanted = boundary
    ? ranked.filter(({ label, suggested }) => boundary.includes(label) && boundary.includes(suggested))
    : ranked
  const names = store.images.names()
  return {
    model: model.id,
    unscored: labels.size - ranked.length,
    suspects: wanted.slice(0, request.limit).map(({ image, label, suggested, score, terms }) => ({
      image: names.get(image) ?? String(image),
      label,
      suggested,
      score,
      terms,
    })),
  }
}
