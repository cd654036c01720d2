import type { ImageId, ModelId } from '#shared/ids.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evidenceOfCurrent } from './evidence.ts'
import { learntOf, unseenPredictions } from './learn.ts'
import { asSeen, type Sources, sourcesOfAll, sourcesOfFew } from './sources.ts'

/** What a queue has to show otherwise for one reader. */
export interface QueueAsSeen {
  /** Photographs whose readings are kept from him. */
  readonly hidden: ReadonlySet<ImageId>
  /** Suspicion, thousandths, of all photographs that those readings bear on: copies and fellow eyes, too. -1 for none. */
  readonly suspicion: ReadonlyMap<ImageId, number>
}

/** Photographs up to which each is asked of the store by itself. */
const few = 100

/** Suspicion as it would be if nobody had read what this reader has not: neither a number nor a place in the queue tells him what
 *  another said. Nothing is to be done where he is the only reader. */
export function queueAsSeen(store: ProjectStore, grader: string): QueueAsSeen {
  const hidden = store.knowledge.hiddenFrom(grader)
  const model = store.models.current()?.id
  if (model === undefined || hidden.size === 0) return { hidden, suspicion: new Map() }
  const sources = hidden.size > few ? sourcesOfAll(store, model) : sourcesOfFew(store, model)
  const concerned = new Set(hidden)
  for (const image of hidden) {
    for (const related of [...sources.fellowEyes(image), ...sources.copies(image)]) concerned.add(related)
  }
  const seen = asSeen(sources, store.knowledge.of(grader))
  return { hidden, suspicion: suspicionOf(store, model, concerned, seen) }
}

function suspicionOf(store: ProjectStore, model: ModelId, concerned: ReadonlySet<ImageId>, sources: Sources) {
  const { background, weights } = learntOf(store, model)
  const found = new Map<ImageId, number>()
  for (const prediction of predictionsOf(store, model, concerned)) {
    const evidence = prediction.outOfFold ? evidenceOfCurrent(prediction, sources) : null
    found.set(prediction.image, evidence ? Math.round(1000 * weigh(evidence, background, weights).score) : -1)
  }
  return found
}

function predictionsOf(store: ProjectStore, model: ModelId, images: ReadonlySet<ImageId>): readonly Prediction[] {
  if (images.size <= few) return [...images].flatMap((image) => store.predictions.forImage(image, model) ?? [])
  return unseenPredictions(store, model).filter(({ image }) => images.has(image))
}
