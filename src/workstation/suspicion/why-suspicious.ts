import type { Photograph } from '#shared/contract/review.ts'
import type { ModelId } from '#shared/ids.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { explain } from './explain.ts'
import { learntOf } from './learn.ts'
import { sourcesOfFew } from './sources.ts'

/** A photograph's suspicion with every term in words; null where it has no grade to be suspicious of. */
export function whySuspicious(store: ProjectStore, model: ModelId, prediction: Prediction): Photograph['suspicion'] {
  const evidence = evidenceOfCurrent(prediction, sourcesOfFew(store, model))
  if (!evidence) return null
  return { label: evidence.label, ...explain(store, model, prediction.image, evidence, learntOf(store, model)) }
}
