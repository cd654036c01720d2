import { explainPhotograph } from '#learning/saliency/explain.ts'
import { offeredLayers } from '#learning/saliency/offered-layers.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** A heat map, kept as a blob, and the picture that it lies over where that is not the photograph itself. */
export const explainTask: TaskWork<'explain'> = async (request, { signal }) => {
  const { blobsFolder, models, grade, likely, against, change, ...asked } = request
  const explained = await explainPhotograph({
    ...asked,
    signal,
    models: models.map((sha256) => ({ sha256, read: async () => await readModel(blobsFolder, sha256) })),
    grade: grade ?? undefined,
    likely: likely ?? undefined,
    against: against ?? undefined,
    change: change ?? undefined,
  })
  const blobs = openBlobs(blobsFolder)
  return {
    probabilities: explained.probabilities,
    grade: explained.grade,
    sides: explained.sides,
    layer: explained.layer,
    overlay: await blobs.put(explained.overlay),
    picture: explained.picture && (await blobs.put(explained.picture)),
    width: explained.map.width,
    height: explained.map.height,
  }
}

export const mapLayersTask: TaskWork<'mapLayers'> = async ({ models, blobsFolder }) => {
  const { layers, usual } = offeredLayers(await Promise.all(models.map((model) => readModel(blobsFolder, model))))
  return { layers: [...layers], usual }
}
