import { AppError } from '#shared/errors.ts'
import type { Network } from '../network.ts'
import { summarise } from '../summary.ts'
import { efficientNets } from './efficientnet.ts'
import { compoundScaling } from './scaling.ts'
import type { Architecture } from './types.ts'

/** Every architecture that can be built. */
export const architectures: readonly Architecture[] = [...efficientNets]

/** Throws `AppError('usage')` naming the known ones. */
export function findArchitecture(name: string): Architecture {
  const found = architectures.find((architecture) => architecture.name === name)
  if (found === undefined) {
    const known = architectures.map((architecture) => architecture.name).join(', ')
    throw new AppError('usage', `There is no architecture named ${name}; known are ${known}.`)
  }
  return found
}

export interface NetworkOptions {
  readonly architecture: string
  readonly classes: number
  /** Side of the square input in pixels; at least 32, and the network's own where not given. */
  readonly size?: number | undefined
  /** Compound coefficient on top of the architecture's own scaling; 0 leaves it. */
  readonly phi?: number | undefined
  readonly dropout?: number | undefined
  readonly stochasticDepth?: number | undefined
}

/** Smallest side that leaves a place after five halvings. */
const smallestSize = 32

/** A network as a graph and a list of parameters. Throws `AppError('usage')` for sizes or shares that make no sense. */
export function buildNetwork(options: NetworkOptions): Network {
  const { architecture: name, classes, phi = 0, dropout, stochasticDepth } = options
  const architecture = findArchitecture(name)
  const size = options.size ?? architecture.inputSize
  if (!Number.isInteger(size) || size < smallestSize) {
    throw new AppError('usage', `The input size is a whole number of at least ${smallestSize} pixels, not ${size}.`)
  }
  if (!Number.isInteger(classes) || classes < 1) throw new AppError('usage', `${classes} classes make no classifier.`)
  for (const share of [dropout ?? 0, stochasticDepth ?? 0]) {
    if (!(share >= 0 && share < 1)) throw new AppError('usage', `A share left out lies in 0 … 1, not ${share}.`)
  }
  const scaling = compoundScaling(architecture.scaling, phi)
  const { graph, parameters } = architecture.write({ classes, size, scaling, dropout, stochasticDepth })
  return { architecture: name, size, classes, graph, parameters }
}

/** What a person choosing a network sees: its input size in pixels and its parameters with five classes. */
export function describeArchitecture({ name, inputSize }: Architecture): {
  name: string
  inputSize: number
  parameters: number
} {
  return { name, inputSize, parameters: summarise(buildNetwork({ architecture: name, classes: 5 })).parameters }
}
