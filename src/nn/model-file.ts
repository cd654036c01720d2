import { z } from 'zod'
import { enhancements } from '#shared/enhancement.ts'
import { AppError } from '#shared/errors.ts'
import { normalisations } from '#shared/normalisation.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { networkVariantSchema } from './architectures/variant.ts'
import type { OnnxModel } from './graph/types.ts'
import { headKinds } from './heads/head.ts'
import type { ExternalData } from './onnx/external-data.ts'
import { readOnnx } from './onnx/reader.ts'
import { writeOnnx } from './onnx/writer.ts'

/** What a model file says of itself, so that nothing else is needed to use it. */
export const modelDescription = z
  .object({
    architecture: z.string(),
    /** Where the network differs from the published one of that name. */
    variant: networkVariantSchema.optional(),
    /** Side of the square input, pixels. */
    size: z.int().positive(),
    /** Of red, green and blue in 0 … 1: pixels become (value - mean)/deviation. */
    mean: z.array(z.number()).length(3),
    deviation: z.array(z.number().positive()).length(3),
    /** Names of the classes, from the lowest grade. */
    classes: z.array(z.string()).min(1),
    head: z.enum(headKinds),
    /** Names of the oedema risks, from the lowest, where a second output `oedema` has a logit for each. */
    oedema: z.array(z.string()).length(oedemaRiskCount).optional(),
    /** Done to a photograph before it is made small; nothing where absent. */
    enhancement: z.enum(enhancements).optional(),
    /** What its graph does to an image that comes normalised as above, where that is anything. */
    normalisation: z.enum(normalisations).optional(),
    /** The same by numbers of its own, as above. */
    ownNormalisation: z
      .object({ mean: z.array(z.number()).length(3), deviation: z.array(z.number().positive()).length(3) })
      .optional(),
    /** Why its answers mean nothing until it is trained, a sentence; absent from a model that can be used. */
    untrained: z.string().min(1).optional(),
    /** Whether its probabilities are meant to be averaged over flipped and magnified copies. */
    testTimeAugmentation: z.boolean().optional(),
    /** Of a regression, in grades. */
    thresholds: z.object({ cuts: z.array(z.number()), noise: z.number().positive() }).optional(),
  })
  .refine(
    ({ classes, thresholds }) => thresholds === undefined || separates(thresholds.cuts, classes.length),
    'thresholds ascend, one fewer than classes',
  )
export type ModelDescription = z.infer<typeof modelDescription>

const key = 'regrade.model'

function separates(cuts: readonly number[], classes: number): boolean {
  return cuts.length === classes - 1 && cuts.every((cut, index) => index === 0 || cut >= (cuts[index - 1] as number))
}

/** The bytes of an .onnx file, with its description among the file's metadata. */
export function encodeModel(model: OnnxModel, description?: ModelDescription): Uint8Array<ArrayBuffer> {
  if (description === undefined) return writeOnnx(model)
  return writeOnnx({ ...model, metadata: new Map([...model.metadata, [key, JSON.stringify(description)]]) })
}

/** The model in an .onnx file, and its description where it carries one. `external` gives weights that lie beside it.
 *  Throws `AppError('model_unreadable')`, or `AppError('operator_unsupported')` for constructs outside this room. */
export function decodeModel(
  bytes: Uint8Array,
  external?: ExternalData,
): { model: OnnxModel; description: ModelDescription | undefined } {
  const model = readOnnx(bytes, external)
  const written = model.metadata.get(key)
  return { model, description: written === undefined ? undefined : parseDescription(written) }
}

function parseDescription(written: string): ModelDescription {
  try {
    return modelDescription.parse(JSON.parse(written))
  } catch (cause) {
    throw new AppError('model_unreadable', "The model's description of itself cannot be read.", { cause })
  }
}
