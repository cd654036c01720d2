import { createHash } from 'node:crypto'
import { openRegular } from '#files/regular-file.ts'
import { type ImportedModel, importModel } from '#learning/models/import-model.ts'
import { importWeights } from '#learning/models/import-weights.ts'
import { holdsParametersOf, parametersIn } from '#learning/models/same-parameters.ts'
import { modelFormat } from '#nn/file-format.ts'
import { AppError } from '#shared/errors.ts'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import { openBlobs } from '#store/blobs.ts'
import type { TaskRequest } from '../protocol.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** A foreign model or a network's weights, written anew and kept as a blob. */
export const importModelTask: TaskWork<'importModel'> = async ({ blobsFolder, known, ...request }) => {
  const { bytes, description, parameters, origin = null, notes } = await read(request)
  const { architecture, head, untrained = null, thresholds } = description
  const file = await sha256OfFile(request.file)
  const held = parametersIn(bytes)
  const holds: Sha256[] = []
  for (const model of known) if (holdsParametersOf(held, await readModel(blobsFolder, model))) holds.push(model)
  return {
    ...{ model: await openBlobs(blobsFolder).put(bytes), architecture, head, parameters, file, holds, origin },
    ...{ notes: [...notes], untrained, cuts: thresholds?.cuts ?? null },
  }
}

async function sha256OfFile(file: string): Promise<Sha256> {
  const hash = createHash('sha256')
  const { handle } = await openRegular(file)
  for await (const chunk of handle.createReadStream()) hash.update(chunk)
  return sha256Schema.parse(hash.digest('hex'))
}

async function read(request: Omit<TaskRequest<'importModel'>, 'blobsFolder' | 'known'>): Promise<ImportedModel> {
  const { file, architecture } = request
  const given = <V>(value: V | null): V | undefined => value ?? undefined
  const options = {
    ...{ file, size: given(request.size), normalisation: given(request.normalisation), head: given(request.head) },
    ...{ classes: given(request.classes), cuts: given(request.cuts) },
  }
  const format = await modelFormat(file)
  if (format === 'onnx') {
    if (architecture === null) return await importModel(options)
    throw new AppError('usage', 'An .onnx file has its own network; a network is named for a file of weights alone.')
  }
  if (architecture === null) {
    throw new AppError('usage', 'A .safetensors file does not say whose weights it has; name the network.')
  }
  return await importWeights({ ...options, architecture })
}
