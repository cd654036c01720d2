import { extname } from 'node:path'
import { type ImportedModel, importModel } from '#learning/import-model.ts'
import { importWeights } from '#learning/import-weights.ts'
import { AppError } from '#shared/errors.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskRequest } from '../protocol.ts'
import type { TaskWork } from '../serve.ts'

/** A foreign model or a network's weights, written anew and kept as a blob. */
export const importModelTask: TaskWork<'importModel'> = async ({ blobsFolder, ...request }) => {
  const { bytes, description, parameters } = await read(request)
  const { architecture, head } = description
  return { model: await openBlobs(blobsFolder).put(bytes), architecture, head, parameters }
}

async function read(request: Omit<TaskRequest<'importModel'>, 'blobsFolder'>): Promise<ImportedModel> {
  const { file, architecture } = request
  const size = request.size ?? undefined
  if (extname(file).toLowerCase() !== '.safetensors') {
    return await importModel({ file, size, normalisation: request.normalisation ?? undefined })
  }
  if (architecture === null) {
    throw new AppError('usage', 'A .safetensors file does not say whose weights it has; name the network.')
  }
  return await importWeights({ file, architecture, size })
}
