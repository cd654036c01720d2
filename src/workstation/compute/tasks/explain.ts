import { explainPhotograph } from '#learning/explain.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** A heat map, kept as a blob. */
export const explainTask: TaskWork<'explain'> = async (request) => {
  const { blobsFolder, models, path, grade, against, method, layer, runtime, threads } = request
  const explained = await explainPhotograph({
    models: await Promise.all(models.map((model) => readModel(blobsFolder, model))),
    path,
    grade: grade ?? undefined,
    against: against ?? undefined,
    layer: layer ?? undefined,
    method,
    runtime,
    threads,
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
