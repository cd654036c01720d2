import { explainPhotograph } from '#learning/saliency/explain.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** A heat map, kept as a blob. */
export const explainTask: TaskWork<'explain'> = async (request, { signal }) => {
  const { blobsFolder, models, grade, against, ...asked } = request
  const explained = await explainPhotograph({
    ...asked,
    signal,
    models: models.map((sha256) => ({ sha256, read: async () => await readModel(blobsFolder, sha256) })),
    grade: grade ?? undefined,
    against: against ?? undefined,
  })
  return {
    probabilities: explained.probabilities,
    grade: explained.grade,
    layer: explained.layer,
    overlay: await openBlobs(blobsFolder).put(explained.overlay),
    width: explained.map.width,
    height: explained.map.height,
  }
}
