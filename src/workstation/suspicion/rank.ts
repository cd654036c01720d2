import type { ImageId, ModelId } from '#shared/ids.ts'
import type { Learnt } from '#statistics/suspicion/learnt.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import { terms } from '#statistics/suspicion/terms.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Suspicion } from '#store/suspicions.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { learn, learntOf, unseenPredictions } from './learn.ts'
import { type Sources, sourcesOfAll, sourcesOfFew } from './sources.ts'

/** Learns from everything that is known by now, and ranks every photograph by how likely its current grade is wrong. Only
 *  predictions of fits that never saw the photograph count; one that is ungradable or unlabelled has no suspicion. */
export function rankAll(store: ProjectStore, model: ModelId): void {
  store.transaction(() => {
    const rows = [...rankInParts(store, model)].flat()
    store.suspicions.replace(model, rows)
  })
}

/** Photographs that are weighed and written between two turns. */
const partSize = 2000

/** The same a part at a time, each to be kept in place of what is known of its photographs. */
export function* rankInParts(store: ProjectStore, model: ModelId): Generator<Suspicion[]> {
  const predictions = unseenPredictions(store, model)
  const sources = sourcesOfAll(store, model)
  const learnt = learn(store, model, predictions, sources)
  for (let start = 0; start < predictions.length; start += partSize) {
    yield predictions
      .slice(start, start + partSize)
      .flatMap((prediction) => suspicionOf(prediction, sources, learnt) ?? [])
  }
}

/** After a decision only this photograph, its fellow eye and its copies are weighed anew, by what was learnt before. Called inside the
 *  decision's own transaction. */
export function rankOne(store: ProjectStore, image: ImageId): void {
  const model = store.models.current()
  if (!model) return
  const sources = sourcesOfFew(store, model.id)
  const learnt = learntOf(store, model.id)
  for (const one of new Set([image, ...sources.fellowEyes(image), ...sources.copies(image)])) {
    const prediction = store.predictions.forImage(one, model.id)
    const row = prediction?.outOfFold ? suspicionOf(prediction, sources, learnt) : null
    store.suspicions.replaceOne(model.id, one, row)
  }
}

function suspicionOf(prediction: Prediction, sources: Sources, { background, weights }: Learnt): Suspicion | null {
  const evidence = evidenceOfCurrent(prediction, sources)
  if (!evidence) return null
  const { score, suggested, values } = weigh(evidence, background, weights)
  const { image } = prediction
  return { image, label: evidence.label, suggested, score, terms: contributions(values, weights.weights) }
}

/** What each term adds to the log-odds that the label is wrong, by its name, in thousandths; terms without a say are left out. */
export function contributions(values: readonly number[], weights: readonly number[]): Record<string, number> {
  const found: Record<string, number> = {}
  terms.forEach(({ name }, index) => {
    const said = Math.round(1000 * (values[index] as number) * (weights[index] as number)) / 1000
    if (said !== 0) found[name] = said
  })
  return found
}
