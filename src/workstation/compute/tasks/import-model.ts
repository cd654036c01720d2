import { importModel } from '#learning/import-model.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskWork } from '../serve.ts'

/** A foreign model, written anew and kept as a blob. */
export const importModelTask: TaskWork<'importModel'> = async ({ file, size, normalisation, blobsFolder }) => {
  const { bytes, description, parameters } = await importModel({
    file,
    size: size ?? undefined,
    normalisation: normalisation ?? undefined,
  })
  const { architecture, head } = description
  return { model: await openBlobs(blobsFolder).put(bytes), architecture, head, parameters }
}
