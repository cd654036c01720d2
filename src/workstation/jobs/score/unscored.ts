import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** Contents of which a model has said nothing yet, under one name at least; nothing since an instant where one is given. */
export function unscoredContents(store: ProjectStore, model: ModelId, since?: string): Set<Sha256> {
  const scored = store.predictions.said(model, since)
  return new Set(store.images.all().flatMap(({ image, sha256 }) => (scored.has(image) ? [] : [sha256])))
}
