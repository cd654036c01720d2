import { z } from 'zod'
import { errorCodes } from '#shared/errors.ts'
import type { BatchRequest } from './batches.ts'
import type { CachePlace } from './prepared-cache.ts'

/** What a thread is asked for. Its first message of a cache opens it. */
export interface BatchTask {
  readonly place: CachePlace
  /** How many bytes of pixels it may keep in memory. */
  readonly memoryBytes: number
  readonly request: BatchRequest
}

const seeds = z.custom<Uint32Array<ArrayBuffer>>((value) => value instanceof Uint32Array)
const floats = z.custom<Float32Array<ArrayBuffer>>((value) => value instanceof Float32Array)

/** What a thread says: first `ready`, then one answer to each task. */
export const batchReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('made'),
    batch: z.object({ images: floats, targets: floats, oedema: floats, seed: seeds }),
  }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(errorCodes),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
])
export type BatchReply = z.infer<typeof batchReplySchema>
