import { z } from 'zod'
import { errorCodes } from '#shared/errors.ts'
import type { Inspection } from './inspect.ts'

const isInspection = (value: unknown) => typeof value === 'object' && value !== null && 'sha256' in value

/** What a worker thread says: first `ready`, then one answer to each request. */
export const workerReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('inspected'), inspection: z.custom<Inspection>(isInspection) }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(errorCodes),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
])
export type WorkerReply = z.infer<typeof workerReplySchema>
