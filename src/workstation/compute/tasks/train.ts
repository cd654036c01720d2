import { trainModel } from '#learning/training/train-model.ts'
import { openBlobs } from '#store/blobs.ts'
import { tasks } from '../protocol.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** Trains; every event is passed on, and a checkpoint is a blob before it is told. */
export const trainTask: TaskWork<'train'> = async (request, { signal, emit }) => {
  const { blobsFolder, parent, foldsFromParent, checkpoint, ...asked } = request
  const trained = await trainModel(
    {
      ...asked,
      blobs: openBlobs(blobsFolder),
      parent: parent === null ? undefined : { bytes: await readModel(blobsFolder, parent), forFolds: foldsFromParent },
      checkpoint: checkpoint ?? undefined,
      now: () => performance.now(),
    },
    { signal, onEvent: emit },
  )
  return tasks.train.result.parse(trained)
}
