import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** Contents of which a model has said nothing yet, under one name at least. */
export function unscoredContents(store: ProjectStore, model: ModelId): Set<Sha256> {
  const scored = new Set(store.predictions.forModel(model).map(({ image }) => image))
  return new Set(store.images.all().flatMap(({ image, sha256 }) => (scored.has(image) ? [] : [sha256])))
}
