import { AppError } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'
import { openBlobs } from '#store/blobs.ts'

/** The model of this hash, or `AppError('model_unreadable')` where its file is gone. */
export async function readModel(blobsFolder: string, model: Sha256): Promise<Uint8Array> {
  try {
    return await openBlobs(blobsFolder).read(model)
  } catch (cause) {
    throw new AppError('model_unreadable', 'The file of the model is missing from the project.', { cause })
  }
}
