import type { ImageId, ModelId } from '#shared/ids.ts'
import type { Evidence } from '#statistics/suspicion/evidence.ts'
import type { Learnt } from '#statistics/suspicion/learnt.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Suspicion } from '#store/suspicions.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { gatherInParts, learn, learntOf, unseenPredictions } from './learn.ts'
import { readSources, sourcesOfFew } from './sources.ts'

/** Learns from everything that is known by now, and ranks every photograph by how likely its current grade is wrong. Only
 *  predictions of fits that never saw the photograph count; one that is ungradable or unlabelled has no suspicion. */
export function rankAll(store: ProjectStore, model: ModelId): void {
  store.transaction(() => {
    const rows = [...rankInParts(store, model)].flat()
    store.suspicions.replace(model, rows)
  })
  wholeRankings.set(store, wholeRankingsOf(store) + 1)
}

const wholeRankings = new WeakMap<ProjectStore, number>()

/** How often everything was ranked at once since the project was opened: who ranks in parts meanwhile knows by it that what was read
 *  no longer holds. */
export function wholeRankingsOf(store: ProjectStore): number {
  return wholeRankings.get(store) ?? 0
}

/** Photographs that are weighed and written between two turns. */
const partSize = 2000

/** The same a part at a time, each to be kept in place of what is known of its photographs; nothing at each pause before there is
 *  a first one. */
export function* rankInParts(store: ProjectStore, model: ModelId): Generator<Suspicion[]> {
  const reviews = store.readings.count()
  const predictions = unseenPredictions(store, model)
  yield []
  const sources = yield* readSources(store, model)
  const gathered = yield* gatherInParts(predictions, sources)
  yield []
  const learnt = learn(store, model, gathered, reviews)
  // What bears on the label is all that bears on the grade of a photograph that nobody has read.
  const evidenceOf = (prediction: Prediction) =>
    sources.readings(prediction.image).length === 0
      ? gathered.labelled.get(prediction.image)
      : evidenceOfCurrent(prediction, sources)
  for (let start = 0; start < predictions.length; start += partSize) {
    const rows: Suspicion[] = []
    for (const prediction of predictions.slice(start, start + partSize)) {
      const evidence = evidenceOf(prediction)
      if (evidence) rows.push(suspicionOf(prediction.image, evidence, learnt))
    }
    yield rows
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
    const evidence = prediction?.outOfFold ? evidenceOfCurrent(prediction, sources) : null
    store.suspicions.replaceOne(model.id, one, evidence && suspicionOf(one, evidence, learnt))
  }
}

function suspicionOf(image: ImageId, evidence: Evidence, { background, weights }: Learnt): Suspicion {
  const { score, suggested } = weigh(evidence, background, weights)
  return { image, label: evidence.label, suggested, score }
}
