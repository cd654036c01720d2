import { z } from 'zod'
import { lookTextPattern } from '#imaging/look-text.ts'
import { metadataField } from '#nn/onnx/writer.ts'
import { AppError } from '#shared/errors.ts'

/** What goes with a model's file beside what is needed to use it. */
export const modelOriginSchema = z.object({
  /** Sentences: what to mind before the model is given away. */
  notes: z.array(z.string()),
  /** Difference hashes of the photographs that it learnt from. */
  learntFrom: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
  /** What they look like, as `lookToText` writes it; left out by earlier versions, which knew their hashes alone. */
  looks: z.array(z.string().regex(lookTextPattern)).optional(),
})
export type ModelOrigin = z.infer<typeof modelOriginSchema>

const key = 'regrade.origin'

/** To be put after the last byte of the model's .onnx file. */
export function originToAppend(origin: ModelOrigin): Uint8Array {
  return metadataField(key, JSON.stringify(origin))
}

/** Undefined for a file that does not say. Throws `AppError('model_unreadable')` where what it says is damaged. */
export function originIn(metadata: ReadonlyMap<string, string>): ModelOrigin | undefined {
  const written = metadata.get(key)
  if (written === undefined) return undefined
  try {
    return modelOriginSchema.parse(JSON.parse(written))
  } catch (cause) {
    throw new AppError('model_unreadable', 'What the model file says of its origin cannot be read.', { cause })
  }
}
