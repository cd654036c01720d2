import { type Decision, type Grade, gradeCount, grades } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { LabelledSet } from '#statistics/label-issues/labelled-set.ts'
import { estimateBackground } from '#statistics/suspicion/background.ts'
import { learnFromReadings, type ReadLabel } from '#statistics/suspicion/cross-validated.ts'
import type { SeenEvidence } from '#statistics/suspicion/evidence.ts'
import { decodeLearnt, encodeLearnt, type Learnt } from '#statistics/suspicion/learnt.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfLabel } from './evidence.ts'
import { atOnce, type InParts } from './in-parts.ts'
import { type Sources, sourcesOfAll } from './sources.ts'

/** Decisions after which suspicion learns anew. */
export const reviewsToLearn = 25

/** What suspicion by this model has learnt of the project; learnt now where that was never done. Without a model, what is known of
 *  labels anywhere. */
export function learntOf(store: ProjectStore, model: ModelId | null): Learnt {
  if (model === null) {
    const { set, pairs } = gather([], sourcesOfAll(store, undefined))
    return { ...learnFromReadings(estimateBackground(set, pairs), []), reviews: 0 }
  }
  const kept = store.suspicions.learning(model)
  const learnt = kept === undefined ? null : decodeLearnt(kept)
  if (learnt) return learnt
  const gathered = gather(unseenPredictions(store, model), sourcesOfAll(store, model))
  return learn(store, model, gathered, store.readings.count())
}

/** Learns from all labels and readings, and keeps what was learnt. `reviews`: decisions that there were when they were gathered. */
export function learn(store: ProjectStore, model: ModelId, { set, pairs, read }: Gathered, reviews: number): Learnt {
  const found = learnFromReadings(estimateBackground(set, pairs), read)
  const learnt = { ...found, reviews }
  store.suspicions.keepLearning(model, encodeLearnt(learnt))
  return learnt
}

/** What there is to learn from. */
export interface Gathered {
  /** What bears on the label that each photograph came with. */
  readonly labelled: ReadonlyMap<ImageId, SeenEvidence>
  /** The same labels beside the predictions, in the same order. */
  readonly set: LabelledSet
  /** Grades of fellow eyes, each pair once. */
  readonly pairs: readonly (readonly [Grade, Grade])[]
  /** What readers made of those labels that they have read. */
  readonly read: readonly ReadLabel[]
}

export function gather(predictions: readonly Prediction[], sources: Sources): Gathered {
  return atOnce(gatherInParts(predictions, sources))
}

/** Photographs that are looked up between two pauses. */
const partSize = 20_000

export function* gatherInParts(predictions: readonly Prediction[], sources: Sources): InParts<Gathered> {
  const labelled = new Map<ImageId, SeenEvidence>()
  for (const [index, prediction] of predictions.entries()) {
    const evidence = evidenceOfLabel(prediction, sources)
    if (evidence) labelled.set(prediction.image, evidence)
    if ((index + 1) % partSize === 0) yield []
  }
  const labels = new Int32Array(labelled.size)
  const probabilities = new Float64Array(labelled.size * gradeCount)
  const pairs: (readonly [Grade, Grade])[] = []
  const read: ReadLabel[] = []
  let row = 0
  for (const [image, evidence] of labelled) {
    for (const grade of grades) probabilities[row * gradeCount + grade] = evidence.probabilities[grade]
    labels[row++] = evidence.label
    const [fellow] = sources.fellowEyes(image)
    if (fellow !== undefined && image < fellow && evidence.fellowEye !== null)
      pairs.push([evidence.label, evidence.fellowEye])
    const decision = decisionOn(image, sources)
    if (decision !== null) read.push({ evidence, decision })
  }
  return { labelled, set: { n: labelled.size, classes: gradeCount, labels, probabilities }, pairs, read }
}

/** Only what fits that never saw the photographs say. */
export function unseenPredictions(store: ProjectStore, model: ModelId): Prediction[] {
  return store.predictions.forModel(model, { outOfFold: true })
}

/** What readers settled on; null where none has read it or they differ. */
export function decisionOn(image: ImageId, sources: Sources): Decision | null {
  const { state, grade } = sources.current(image)
  if (state === 'ungradable') return 'ungradable'
  return state === 'read' || state === 'adjudicated' ? grade : null
}
