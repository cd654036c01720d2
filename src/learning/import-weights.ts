import { buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { summarise } from '#nn/summary.ts'
import { loadWeights } from '#nn/weights/load.ts'
import { readTensors } from '#nn/weights/read-tensors.ts'
import { isTensorflowStyle, tensorflowStyle } from '#nn/weights/tensorflow-style.ts'
import { gradeCount } from '#shared/grades.ts'
import type { ImportedModel } from './import-model.ts'
import { describeNetwork, encodeTrained } from './model-file.ts'
import { startingParameters } from './starting-parameters.ts'

export interface ImportWeightsRequest {
  /** A .safetensors file, in torchvision's or timm's names. */
  readonly file: string
  /** Whose weights they are: the file does not say. */
  readonly architecture: string
  /** Side of the input, pixels; the network's own where not given. */
  readonly size?: number | undefined
}

/** A five-grade classifier of a weights file. Where the file's own classifier is for other classes, all grades are as likely
 *  until it is trained: a place to start from. Throws `AppError('not_found' | 'usage' | 'model_unreadable')`. */
export async function importWeights({ file, architecture, size }: ImportWeightsRequest): Promise<ImportedModel> {
  const { family } = findArchitecture(architecture)
  const { tensors, notes } = await readTensors(file)
  const converted = family === 'efficientnet' && isTensorflowStyle(file, notes, tensors.keys()) === 'yes'
  const network = buildNetwork({ ...(converted ? tensorflowStyle : {}), architecture, size, classes: gradeCount })
  const { parameters } = loadWeights(network, family, tensors, startingParameters(network, 1))
  return {
    bytes: encodeTrained(network, parameters),
    description: describeNetwork(network),
    parameters: summarise(network).parameters,
  }
}
