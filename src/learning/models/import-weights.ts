import { imagenetNormalisation, retinaNormalisation } from '#imaging/normalise.ts'
import { buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import type { HeadKind } from '#nn/heads/head.ts'
import type { ChannelNormalisation } from '#nn/importing/renormalise.ts'
import type { Network } from '#nn/network.ts'
import { summarise } from '#nn/summary.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { type LoadedWeights, loadWeights } from '#nn/weights/load.ts'
import { readTensors } from '#nn/weights/read-tensors.ts'
import { isTensorflowStyle, tensorflowStyle } from '#nn/weights/tensorflow-style.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { withNormalisation, withOwnNormalisation } from '../recipes/network-normalisation.ts'
import type { ImportedModel } from './import-model.ts'
import { classOrder, requireNoOtherClasses } from './importing/class-order.ts'
import { rowsByGrade } from './importing/classifier-rows.ts'
import { fittingNetwork } from './importing/fitting-network.ts'
import { headNote, normalisationNote } from './importing/import-notes.ts'
import type { ImportOptions } from './importing/import-options.ts'
import { thresholdsOf } from './importing/thresholds.ts'
import { classifierHead, untrainedParts, weightNotes } from './importing/weight-notes.ts'
import { describeNetwork, encodeTrained } from './model-file.ts'
import { startingParameters } from './starting-parameters.ts'

export interface ImportWeightsRequest extends ImportOptions {
  /** A .safetensors file, in torchvision's or timm's names, or efficientnet_pytorch's. */
  readonly file: string
  /** Whose weights they are: the file does not say. */
  readonly architecture: string
}

/** A five-grade classifier of a weights file. Where the file's own classifier is for other classes, all grades are as likely
 *  until it is trained, and its description says so: a place to start from. Throws `AppError('not_found' | 'usage' |
 *  'model_unreadable')`. */
export async function importWeights({ file, architecture, ...options }: ImportWeightsRequest): Promise<ImportedModel> {
  const { family } = findArchitecture(architecture)
  const { tensors, notes: metadata } = await readTensors(file)
  const style = family === 'efficientnet' ? isTensorflowStyle(file, metadata, tensors.keys()) : 'no'
  const variant = style === 'yes' ? tensorflowStyle : {}
  const load = (head: HeadKind) => {
    const network = buildNetwork({ ...variant, architecture, size: options.size, classes: gradeCount, head })
    return { network, loaded: loadOf(network, family, tensors) }
  }
  const plain = load(options.head ?? 'softmax')
  const head = classifierHead(plain.loaded, options.head)
  const { network, loaded } = head === plain.network.head ? plain : load(head)
  const thresholds = thresholdsOf(head, options.cuts)
  const { parameters, note } = inOrder(network, loaded, metadata, options)
  const untrained = untrainedParts(network, loaded)
  const whole = normalisedBy(network, options.normalisation)
  const notes = [
    ...weightNotes(network, loaded, style),
    ...(options.normalisation ? [normalisationNote(options.normalisation)] : []),
    note,
    untrained ? undefined : headNote(head, thresholds),
  ]
  return {
    bytes: encodeTrained(whole, parameters, { thresholds, untrained }),
    description: describeNetwork(whole, { thresholds, untrained }),
    parameters: summarise(network).parameters,
    notes: notes.filter((one) => one !== undefined),
  }
}

/** Throws as `loadWeights`, with the network that the weights are of, where that is known. */
function loadOf(network: Network, family: string, tensors: TensorMap): LoadedWeights {
  try {
    return loadWeights(network, family, tensors, startingParameters(network, 1))
  } catch (error) {
    const own = error instanceof AppError && fittingNetwork(tensors)
    if (!own) throw error
    throw new AppError(error.code, `${error.message} They are those of ${own}.`, {
      cause: error,
      details: { ...error.details, architecture: own },
    })
  }
}

/** The classifier's outputs in the order of grades, where anybody says that they come in another. */
function inOrder(
  network: Network,
  loaded: LoadedWeights,
  metadata: ReadonlyMap<string, string>,
  { classes }: ImportOptions,
): { readonly parameters: TensorMap; readonly note: string | undefined } {
  const { parameters, otherShape, missing } = loaded
  const given = network.parameters.every(({ name, group }) => group !== 'head' || !missing.includes(name))
  if (network.head !== 'softmax' || !given) {
    if (classes) throw new AppError('usage', 'An order of classes is for a file with a classifier of five classes.')
    const width = otherShape[0]?.file[0]
    if (network.head !== 'softmax' && width !== undefined) requireNoOtherClasses(metadata, width)
    return { parameters, note: undefined }
  }
  const order = classOrder(metadata, classes)
  if (!order) return { parameters, note: undefined }
  return { parameters: rowsByGrade(network, parameters, order.grades), note: order.note }
}

/** The network with a layer in front where its images are normalised otherwise than retinas. */
function normalisedBy(network: Network, asked: ChannelNormalisation | undefined): Network {
  const is = ({ mean, deviation }: ChannelNormalisation) =>
    asked?.mean.join() === mean.join() && asked.deviation.join() === deviation.join()
  if (!asked || is(retinaNormalisation)) return network
  return is(imagenetNormalisation) ? withNormalisation(network, 'imagenet') : withOwnNormalisation(network, asked)
}
