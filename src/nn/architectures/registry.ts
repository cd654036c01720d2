import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import type { HeadKind } from '../heads/head.ts'
import { findHead } from '../heads/registry.ts'
import type { Network } from '../network.ts'
import { summarise } from '../summary.ts'
import { denseNets } from './densenet.ts'
import { efficientNets } from './efficientnet.ts'
import { residualNetworks } from './resnet.ts'
import { compoundScaling, compoundSize } from './scaling.ts'
import type { Architecture, ClassifierKind } from './types.ts'
import type { NetworkVariant } from './variant.ts'

/** Every architecture that can be built. */
export const architectures: readonly Architecture[] = [...efficientNets, ...residualNetworks, ...denseNets]

/** Throws `AppError('usage')` naming the known ones. */
export function findArchitecture(name: string): Architecture {
  const found = architectures.find((architecture) => architecture.name === name)
  if (found === undefined) {
    const known = architectures.map((architecture) => architecture.name).join(', ')
    throw new AppError('usage', `There is no architecture named ${shortened(name)}; known are ${known}.`)
  }
  return found
}

export interface NetworkOptions extends NetworkVariant {
  readonly architecture: string
  readonly classes: number
  /** How classes are told apart: a logit each, where not given. */
  readonly head?: HeadKind | undefined
  readonly classifier?: ClassifierKind | undefined
  /** Side of the square input in pixels; at least 32, and the network's own, scaled, where not given. */
  readonly size?: number | undefined
  readonly dropout?: number | undefined
  readonly stochasticDepth?: number | undefined
  /** Share of every training batch, its last photographs, that batch normalisation sees by a second set of parameters and
   *  statistics, as AdvProp does with adversarial ones; none, where not given. */
  readonly auxiliaryBatchNorm?: number | undefined
}

/** Cost doubles with every one: beyond these, no machine trains the network, or nothing is left of it. */
const largestCoefficient = 8

/** Smallest side that leaves a place after five halvings. */
const smallestSize = 32

/** A network as a graph and a list of parameters. Throws `AppError('usage')` for sizes or shares that make no sense. */
export function buildNetwork(options: NetworkOptions): Network {
  const { architecture: name, classes, head = 'softmax', classifier = 'linear', phi = 0 } = options
  const { dropout, stochasticDepth, auxiliaryBatchNorm: auxiliaryShare = 0 } = options
  const architecture = findArchitecture(name)
  if (!(Math.abs(phi) <= largestCoefficient)) {
    throw new AppError('usage', `The compound coefficient lies within ±${largestCoefficient}, not at ${phi}.`)
  }
  const size = options.size ?? compoundSize(architecture.inputSize, phi)
  if (!Number.isInteger(size) || size < smallestSize) {
    throw new AppError('usage', `The input size is a whole number of at least ${smallestSize} pixels, not ${size}.`)
  }
  const { padding, epsilon } = options
  if ((padding === 'same' || epsilon !== undefined) && architecture.family !== 'efficientnet') {
    throw new AppError('usage', `Padding and epsilon are EfficientNet's to choose; ${name} has its own.`)
  }
  if (epsilon !== undefined && !(epsilon > 0 && epsilon < 1)) {
    throw new AppError('usage', `An epsilon lies between 0 and 1, not at ${epsilon}.`)
  }
  const outputs = findHead(head).logits(classes)
  if (!Number.isInteger(classes) || classes < 1 || outputs < 1)
    throw new AppError('usage', `${classes} classes make no classifier.`)
  for (const share of [dropout ?? 0, stochasticDepth ?? 0, auxiliaryShare]) {
    if (!(share >= 0 && share < 1)) throw new AppError('usage', `A share lies in 0 … 1, not ${share}.`)
  }
  const scaling = compoundScaling(architecture.scaling, phi)
  const written = architecture.write({
    ...{ outputs, size, scaling, classifier, dropout, stochasticDepth },
    ...{ padding, epsilon },
    auxiliary: auxiliaryShare > 0,
  })
  const variant = variantOf({ phi, padding, epsilon })
  return { architecture: name, size, classes, head, auxiliaryShare, ...(variant && { variant }), ...written }
}

/** What differs from the published network; undefined where nothing does. */
function variantOf({ phi, padding, epsilon }: NetworkVariant): NetworkVariant | undefined {
  const variant = {
    ...(phi ? { phi } : {}),
    ...(padding === 'same' ? { padding } : {}),
    ...(epsilon === undefined ? {} : { epsilon }),
  }
  return Object.keys(variant).length > 0 ? variant : undefined
}

/** What a person choosing a network sees: its input size in pixels and its parameters with five classes. */
export function describeArchitecture({ name, inputSize }: Architecture): {
  name: string
  inputSize: number
  parameters: number
} {
  return { name, inputSize, parameters: summarise(buildNetwork({ architecture: name, classes: 5 })).parameters }
}
