import type { Grade } from '#shared/grades.ts'
import { explainSuspicion, weigh } from '#statistics/suspicion/suspicion.ts'
import { terms } from '#statistics/suspicion/terms.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { gradesToJudgeBy } from '../judgement/settled-grades.ts'
import { evidenceOfCurrent, evidenceOfLabel } from './evidence.ts'
import { withLearning } from './explain.ts'
import { learntOf, unseenPredictions } from './learn.ts'
import { sourcesOfAll } from './sources.ts'

interface SuspectsRequest {
  readonly limit: number
  readonly boundary?: readonly [Grade, Grade] | undefined
  readonly labelSet?: string | undefined
}

/** The current model's most suspicious photographs, by the current grade or by the labels of one set. `unscored` counts
 *  the labelled photographs without a prediction from a fit that never saw them, and the `locked` ones: those that are kept to
 *  judge models by and that nobody has read blind yet. */
export function listSuspects(store: ProjectStore, request: SuspectsRequest) {
  const labels = gradesToJudgeBy(store, request.labelSet)
  const model = store.models.current()
  if (!model) return { model: null, unscored: labels.size, locked: 0, suspects: [] }
  const predictions = unseenPredictions(store, model.id)
  const sources = sourcesOfAll(store, model.id)
  const { background, weights } = learntOf(store, model.id)
  const blind = store.readings.shownBlind()
  const ranked = predictions
    .filter(({ image }) => !blind.has(image))
    .flatMap((prediction) => {
      const evidence =
        request.labelSet === undefined
          ? evidenceOfCurrent(prediction, sources)
          : evidenceOfLabel(prediction, sources, request.labelSet)
      if (!evidence) return []
      const { score, suggested, values } = weigh(evidence, background, weights)
      const { label } = evidence
      return [
        { image: prediction.image, evidence, label, suggested, score, terms: contributions(values, weights.weights) },
      ]
    })
    .sort((a, b) => b.score - a.score || a.image - b.image)
  const scored = new Set(ranked.map(({ image }) => image))
  const { boundary } = request
  const wanted = boundary
    ? ranked.filter(({ label, suggested }) => boundary.includes(label) && boundary.includes(suggested))
    : ranked
  const names = store.images.names()
  const learning = new Map(store.dynamics.learning(model.id).map((row) => [row.image, row]))
  return {
    model: model.id,
    unscored: [...labels.keys()].filter((image) => !scored.has(image)).length,
    locked: predictions.filter(({ image }) => blind.has(image) && labels.has(image)).length,
    suspects: wanted.slice(0, request.limit).map(({ image, evidence, label, suggested, score, terms }) => {
      const known = withLearning(store, model.id, evidence, learning.get(image))
      const { sentence, ungradable } = explainSuspicion(known, background, weights)
      const name = names.get(image) ?? String(image)
      return { image: name, label, suggested, ungradable, score, sentence, terms }
    }),
  }
}

/** What each term adds to the log-odds that the label is wrong, by its name, in thousandths; terms without a say are left out. */
function contributions(values: readonly number[], weights: readonly number[]): Record<string, number> {
  const found: Record<string, number> = {}
  terms.forEach(({ name }, index) => {
    const said = Math.round(1000 * (values[index] as number) * (weights[index] as number)) / 1000
    if (said !== 0) found[name] = said
  })
  return found
}
