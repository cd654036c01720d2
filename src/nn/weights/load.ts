import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import type { Network, ParameterSpec } from '../network.ts'
import {
  elementCount,
  type FloatTensor,
  floatEntry,
  roundedToSingle,
  type Shape,
  type Tensor,
  type TensorMap,
} from '../tensor.ts'
import { classifierOf, findClassifier } from './classifier.ts'
import { anotherNetwork } from './foreign-names.ts'
import { isCounter, matchNames, type NamedTensor } from './match.ts'

export interface LoadedWeights {
  /** Every parameter of the network. */
  readonly parameters: TensorMap
  /** The network's names of what the file gave. */
  readonly matched: readonly string[]
  /** The file's names of the same, by the network's. */
  readonly origin: ReadonlyMap<string, string>
  /** The network's names of what stays as it was. */
  readonly missing: readonly string[]
  /** The file's names of what the network has no place for. */
  readonly unexpected: readonly string[]
  /** Those among `missing` that the file has in another shape: its classifier is for other classes. */
  readonly otherShape: readonly { readonly name: string; readonly file: Shape; readonly network: Shape }[]
  /** What stands before the names in the file; '' for nothing. */
  readonly prefix: string
  /** Other beginnings behind which the file has the same network again. */
  readonly otherPrefixes: readonly string[]
  /** The file's name of a classifier that has neither torchvision's name nor timm's; '' where it has. */
  readonly classifierName: string
}

/** Fills a network from a file's tensors, named as torchvision, timm or efficientnet_pytorch names them, behind any prefix; what
 *  the file does not give stays as in `initial`. Only a classifier may have another name or shape. Throws
 *  `AppError('model_unreadable')` for weights of another network: those of less than half of this one, or with a layer of
 *  another shape. */
export function loadWeights(
  network: Network,
  family: string,
  file: ReadonlyMap<string, Tensor>,
  initial: TensorMap,
): LoadedWeights {
  const { given: matching, prefix, others: otherPrefixes } = matchNames(network, family, file)
  const { given, classifierName } = withClassifier(network, matching)
  const parameters: TensorMap = new Map()
  const matched: string[] = []
  const origin = new Map<string, string>()
  const missing: string[] = []
  const otherShape: { name: string; file: Shape; network: Shape }[] = []
  let values = 0
  for (const spec of network.parameters) {
    const found = given.get(spec.name)
    const fits = found?.tensor.shape.join() === spec.shape.join()
    parameters.set(spec.name, found && fits ? asFloat32(spec.name, found.tensor) : floatEntry(initial, spec.name))
    ;(fits ? matched : missing).push(spec.name)
    if (found && fits) origin.set(spec.name, found.name)
    if (fits) values += elementCount(spec.shape)
    else if (found) otherShape.push(misfit(network, spec, found.tensor.shape))
  }
  if (values < network.parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0) / 2) {
    throw anotherNetwork(network, family, [...file.keys()], matched)
  }
  const known = new Set(network.parameters.map(({ name }) => name))
  const unexpected = [...given].flatMap(([own, { name }]) => (known.has(own) || isCounter(name) ? [] : [name]))
  return { parameters, matched, origin, missing, unexpected, otherShape, prefix, otherPrefixes, classifierName }
}

/** With the file's classifier under the network's names, where it is there under others. */
function withClassifier(network: Network, given: ReadonlyMap<string, NamedTensor>) {
  const head = classifierOf(network)
  const own = new Set(network.parameters.map(({ name }) => name))
  const left = new Map([...given].filter(([name]) => !own.has(name)))
  const lacking = head.every(({ name }) => !given.has(name))
  const found = lacking ? findClassifier(network, left) : undefined
  if (!found) return { given, classifierName: '' }
  const renamed = new Map([...given].filter(([, { name }]) => ![found.weight.name, found.bias.name].includes(name)))
  for (const { name, shape } of head) {
    renamed.set(name, shape.length === 2 ? asMatrix(found.weight) : found.bias)
  }
  return { given: renamed, classifierName: found.weight.name.replace(/\.weight$/, '') }
}

/** A convolution of 1×1 as the linear layer that it is. */
function asMatrix({ name, tensor }: NamedTensor): NamedTensor {
  return { name, tensor: { ...tensor, shape: tensor.shape.slice(0, 2) } }
}

function misfit({ architecture }: Network, { name, shape, group }: ParameterSpec, found: Shape) {
  if (group !== 'head') {
    throw new AppError(
      'model_unreadable',
      `The weights are not those of ${architecture}: ${name} has the shape [${found.join(', ')}] and not [${shape.join(', ')}].`,
    )
  }
  return { name, file: found, network: shape }
}

function asFloat32(name: string, tensor: Tensor): FloatTensor {
  if (tensor.type === 'float32') return tensor
  if (tensor.type !== 'float64') {
    throw new AppError(
      'model_unreadable',
      `The weights of ${shortened(name)} are of type ${tensor.type} and not floating-point.`,
    )
  }
  return roundedToSingle(tensor)
}
