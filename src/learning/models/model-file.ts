import { retinaNormalisation } from '#imaging/normalise.ts'
import { mainName } from '#nn/auxiliary.ts'
import { bindParameters } from '#nn/bind.ts'
import { removeDeadNodes } from '#nn/graph/passes/dead-nodes.ts'
import type { Thresholds } from '#nn/heads/head.ts'
import type { ChannelNormalisation } from '#nn/importing/renormalise.ts'
import { decodeModel, encodeModel, type ModelDescription } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { elementCount, floatEntry, type TensorMap } from '#nn/tensor.ts'
import type { Enhancement } from '#shared/enhancement.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount, gradeNames } from '#shared/grades.ts'
import { oedemaRiskNames } from '#shared/oedema.ts'

/** A trained network as an .onnx file that describes itself. Batch normalisation stays a node of its own, with every
 *  parameter under its name, and so do dropout and stochastic depth, so that a later run can go on from the file; runtimes
 *  fold and drop them as they load. */
export function encodeTrained(network: Network, parameters: TensorMap, trained: TrainedWith = {}): Uint8Array {
  const graph = removeDeadNodes(bindParameters(network, parameters, { noise: true }))
  return encodeModel({ graph, metadata: new Map() }, describeNetwork(network, trained))
}

/** What a network cannot know of its own training. */
export interface TrainedWith {
  /** A regression's; halfway between grades where not given. */
  readonly thresholds?: Thresholds | undefined
  readonly enhancement?: Enhancement | undefined
  readonly testTimeAugmentation?: boolean | undefined
  /** Why it is no model to use yet. */
  readonly untrained?: string | undefined
}

/** How a network of this application wants its photographs, and how its logits are read. */
export function describeNetwork(
  network: Network,
  { thresholds, enhancement, testTimeAugmentation, untrained }: TrainedWith = {},
): ModelDescription {
  return {
    architecture: network.architecture,
    ...(network.variant && { variant: network.variant }),
    size: network.size,
    mean: [...retinaNormalisation.mean],
    deviation: [...retinaNormalisation.deviation],
    classes: classNames(network.classes),
    head: network.head,
    ...(network.oedema && { oedema: [...oedemaRiskNames] }),
    ...(network.normalisation && { normalisation: network.normalisation }),
    ...(network.ownNormalisation && { ownNormalisation: asLists(network.ownNormalisation) }),
    ...(untrained && { untrained }),
    ...(enhancement && { enhancement }),
    ...(testTimeAugmentation && { testTimeAugmentation }),
    ...(thresholds && { thresholds: { ...thresholds, cuts: [...thresholds.cuts] } }),
  }
}

function asLists({ mean, deviation }: ChannelNormalisation) {
  return { mean: [...mean], deviation: [...deviation] }
}

/** Throws `AppError('usage')` for a size that is not the model's own, where its padding was worked out for that. */
export function requireOwnSize({ size, variant }: ModelDescription, asked: number): void {
  if (variant?.padding !== 'same' || asked === size) return
  throw new AppError(
    'usage',
    `The model's padding is made for images of ${size}×${size} pixels, not ${asked}×${asked}; build it for that size.`,
  )
}

function classNames(classes: number): string[] {
  return classes === gradeCount ? [...gradeNames] : Array.from({ length: classes }, (_, k) => `${k}`)
}

/** The network's parameters as `bytes` (an .onnx file) holds them: every one of the same name and shape; the rest as in
 *  `initial`, but that auxiliary batch normalisations start as the others do. Throws `AppError('recipe_invalid')` where that is less than half of this network: the file is of another one. */
export function parametersFrom(bytes: Uint8Array, network: Network, initial: TensorMap): TensorMap {
  const { constants } = decodeModel(bytes).model.graph
  let matched = 0
  let all = 0
  const parameters: TensorMap = new Map()
  for (const { name, shape } of network.parameters) {
    const found = constants.get(name) ?? constants.get(mainName(name))
    const fits = found?.type === 'float32' && found.shape.join() === shape.join()
    all += elementCount(shape)
    if (fits) matched += elementCount(shape)
    parameters.set(name, fits ? found : floatEntry(initial, name))
  }
  if (matched < all / 2) {
    throw new AppError(
      'recipe_invalid',
      `The model to start from is no ${network.architecture}; choose its own network, or start from scratch.`,
      { details: { field: 'start' } },
    )
  }
  return parameters
}

/** How a model file wants its photographs. Throws `AppError('model_unreadable')` for a file that is no five-grade model
 *  or says nothing of itself. */
export function describeModel(bytes: Uint8Array): ModelDescription {
  const { description: found } = decodeModel(bytes)
  if (!found) throw new AppError('model_unreadable', 'The model file does not say how its photographs are prepared.')
  if (found.classes.length !== gradeCount) {
    throw new AppError('model_unreadable', `The model gives ${found.classes.length} classes; the ICDR scale has five.`)
  }
  return found
}
