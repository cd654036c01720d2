import type { z } from 'zod'
import type { TensorMap } from '#nn/tensor.ts'
import { decodeTensors, encodeTensors } from '#nn/weights/safetensors.ts'
import { AppError } from '#shared/errors.ts'

/* A checkpoint is a safetensors file: nothing in it is ever executed, and other tools can look inside. What is not a
   tensor is JSON text among the file's notes. */

const format = 'regrade-checkpoint-1'

export interface Checkpoint<S> {
  /** Everything but the tensors; plain JSON. */
  readonly state: S
  readonly tensors: TensorMap
}

/** The checkpoint's bytes, the same for the same content. */
export function encodeCheckpoint<S>({ state, tensors }: Checkpoint<S>): Uint8Array {
  return encodeTensors(
    tensors,
    new Map([
      ['format', format],
      ['state', JSON.stringify(state)],
    ]),
  )
}

/** The checkpoint of those bytes, its state checked against `schema`. Throws `AppError('compute_failed')` where they are
 *  no checkpoint, a damaged one, or one of another version. */
export function decodeCheckpoint<S>(bytes: Uint8Array, schema: z.ZodType<S>): Checkpoint<S> {
  try {
    const { tensors, notes } = decodeTensors(bytes)
    if (notes.get('format') !== format) throw new AppError('model_unreadable', `Its format is not ${format}.`)
    return { state: schema.parse(JSON.parse(notes.get('state') ?? '')), tensors }
  } catch (cause) {
    throw new AppError('compute_failed', 'The checkpoint cannot be read: it is damaged or of another version.', {
      cause,
    })
  }
}
