import type { Photograph } from '#shared/contract/review.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { explain } from './explain.ts'
import { learntOf } from './learn.ts'
import { asSeen, sourcesOfFew } from './sources.ts'

/** A photograph's suspicion with every term in words; null where it has no grade to be suspicious of, or where no model has looked at
 *  it that never saw it: copies with different grades alone are a reason that needs none. `prediction`: the model's, of a fit that never saw it.
 *  `grader`: by what this reader may know. */
export function whySuspicious(
  store: ProjectStore,
  model: ModelId | null,
  image: ImageId,
  prediction: Prediction | undefined,
  grader?: string,
): Photograph['suspicion'] {
  const knows = store.knowledge.of(grader)
  if (!prediction && store.related.contradictionsOf(image, knows).length === 0) return null
  const sources = asSeen(sourcesOfFew(store, model ?? undefined), knows)
  const evidence = evidenceOfCurrent({ image, probabilities: prediction?.probabilities ?? null }, sources)
  if (!evidence) return null
  return { label: evidence.label, ...explain(store, model, image, evidence, learntOf(store, model)) }
}
