import { type Decision, type Grade, gradeCount } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { LabelledSet } from '#statistics/label-issues/labelled-set.ts'
import { estimateBackground } from '#statistics/suspicion/background.ts'
import { learnFromReadings, type ReadLabel } from '#statistics/suspicion/cross-validated.ts'
import type { Evidence } from '#statistics/suspicion/evidence.ts'
import { decodeLearnt, encodeLearnt, type Learnt } from '#statistics/suspicion/learnt.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfLabel } from './evidence.ts'
import { type Sources, sourcesOfAll } from './sources.ts'

/** Decisions after which suspicion learns anew. */
export const reviewsToLearn = 25

/** What suspicion by this model has learnt of the project; learnt now where that was never done. */
export function learntOf(store: ProjectStore, model: ModelId): Learnt {
  const kept = store.suspicions.learning(model)
  const learnt = kept === undefined ? null : decodeLearnt(kept)
  return learnt ?? learn(store, model, unseenPredictions(store, model), sourcesOfAll(store, model))
}

/** Learns from all labels and readings, and keeps what was learnt. */
export function learn(
  store: ProjectStore,
  model: ModelId,
  predictions: readonly Prediction[],
  sources: Sources,
): Learnt {
  const { set, pairs, read } = gather(predictions, sources)
  const found = learnFromReadings(estimateBackground(set, pairs), read)
  const learnt = { ...found, reviews: store.readings.count() }
  store.suspicions.keepLearning(model, encodeLearnt(learnt))
  return learnt
}

/** What there is to learn from: the labels as they came beside the predictions, grades of fellow eyes, and what readers made of
 *  those labels that they have read. */
export function gather(predictions: readonly Prediction[], sources: Sources) {
  const labelled = predictions.flatMap((prediction) => {
    const evidence = evidenceOfLabel(prediction, sources)
    return evidence ? [{ image: prediction.image, evidence }] : []
  })
  const set: LabelledSet = {
    n: labelled.length,
    classes: gradeCount,
    labels: Int32Array.from(labelled, ({ evidence }) => evidence.label),
    probabilities: new Float64Array(labelled.length * gradeCount),
  }
  for (const [row, { evidence }] of labelled.entries()) set.probabilities.set(evidence.probabilities, row * gradeCount)
  const read = labelled.flatMap(({ image, evidence }): ReadLabel[] => {
    const decision = decisionOn(image, sources)
    return decision === null ? [] : [{ evidence, decision }]
  })
  return { labelled, set, pairs: fellowPairs(labelled, sources), read }
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

/** Each pair of eyes once. */
function fellowPairs(
  labelled: readonly { readonly image: ImageId; readonly evidence: Evidence }[],
  sources: Sources,
): (readonly [Grade, Grade])[] {
  return labelled.flatMap(({ image, evidence }) => {
    const [fellow] = sources.fellowEyes(image)
    return fellow !== undefined && image < fellow && evidence.fellowEye !== null
      ? [[evidence.label, evidence.fellowEye] as const]
      : []
  })
}
