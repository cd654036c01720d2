import { parentPort } from 'node:worker_threads'
import { asAppError } from '#shared/errors.ts'
import type { BatchReply, BatchTask } from './batch-messages.ts'
import { trainingBatch } from './batches.ts'
import { openPreparedCache } from './photograph-preparation.ts'
import type { PreparedCache } from './prepared-cache.ts'

/** One thread of `BatchThreads`: takes tasks, answers each with its batch, whose memory goes with it, or with why there is
 *  none. */
const port = parentPort
if (port !== null) {
  const reply = (message: BatchReply, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  // A stage of a run has one cache; those of earlier stages need not be held.
  let open: { readonly key: string; readonly cache: PreparedCache } | null = null
  // A task is one of ours: a schema library would cost each thread a fifth of its start.
  port.on('message', async ({ place, memoryBytes, request }: BatchTask) => {
    try {
      const key = JSON.stringify(place)
      if (open?.key !== key) open = { key, cache: openPreparedCache(place, { memoryBytes }) }
      const batch = await trainingBatch(open.cache, request)
      const { images, targets, oedema, seed } = batch
      reply({ kind: 'made', batch }, [images.buffer, targets.buffer, oedema.buffer, seed.buffer])
    } catch (error) {
      const { code, message, details } = asAppError(error)
      reply({ kind: 'failed', code, message, details })
    }
  })
  reply({ kind: 'ready' })
}
