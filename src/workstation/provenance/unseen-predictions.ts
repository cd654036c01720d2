import type { Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** What fits that never saw the photograph say of it, by content: those that count. */
export function predictionsByHash(
  store: ProjectStore,
  model: Pick<ModelRow, 'id'>,
  counts: (prediction: Prediction) => boolean = () => true,
): Map<Sha256, GradeProbabilities> {
  const hashes = new Map(store.images.all().map(({ image, sha256 }) => [image, sha256]))
  return new Map(
    store.predictions.forModel(model.id, { outOfFold: true }).flatMap((prediction) => {
      const hash = hashes.get(prediction.image)
      return hash && counts(prediction) ? [[hash, prediction.probabilities] as const] : []
    }),
  )
}
