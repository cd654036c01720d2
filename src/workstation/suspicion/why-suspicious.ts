import type { Photograph } from '#shared/contract/review.ts'
import type { ModelId } from '#shared/ids.ts'
import { explainSuspicion } from '#statistics/suspicion/suspicion.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { learntOf } from './learn.ts'
import { sourcesOfFew } from './sources.ts'

/** A photograph's suspicion with every term in words; null where it has no grade to be suspicious of. */
export function whySuspicious(store: ProjectStore, model: ModelId, prediction: Prediction): Photograph['suspicion'] {
  const evidence = evidenceOfCurrent(prediction, sourcesOfFew(store, model))
  if (!evidence) return null
  const { background, weights } = learntOf(store, model)
  return { label: evidence.label, ...explainSuspicion(evidence, background, weights) }
}
