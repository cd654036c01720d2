import { scorePhotographs } from '#learning/inference/score.ts'
import { sha256Schema } from '#shared/ids.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** Probabilities of every photograph that can be decoded, told some at a time. */
export const scoreTask: TaskWork<'score'> = async (request, { signal, emit }) => {
  const { blobsFolder, model, ...asked } = request
  const { imagesPerSecond } = await scorePhotographs(
    { ...asked, model: await readModel(blobsFolder, model), now: () => performance.now() },
    {
      signal,
      onResult: (results) =>
        emit({
          kind: 'scored',
          results: results.map((result) => ({ ...result, hash: sha256Schema.parse(result.hash) })),
        }),
      onUnreadable: (hash, reason) => emit({ kind: 'unreadable', hash, reason }),
      onDevice: ({ kind, device }) => emit({ kind: 'device', runtime: kind, device }),
      onProgress: (progress) => emit({ kind: 'progress', ...progress, secondsLeft: null }),
    },
  )
  return { imagesPerSecond }
}
