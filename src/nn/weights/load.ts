import { AppError } from '#shared/errors.ts'
import type { Network, ParameterSpec } from '../network.ts'
import { elementCount, type FloatTensor, floatEntry, type Shape, type Tensor, type TensorMap } from '../tensor.ts'
import { networkName } from './names/network-name.ts'

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
}

/** Fills a network from a file's tensors, named as torchvision or timm names them; what the file does not give stays as
 *  in `initial`. Only a classifier may have another shape. Throws `AppError('model_unreadable')` for weights of another
 *  network: those of less than half of this one, or with a layer of another shape. */
export function loadWeights(
  network: Network,
  family: string,
  file: ReadonlyMap<string, Tensor>,
  initial: TensorMap,
): LoadedWeights {
  const given = new Map([...file].map(([name, tensor]) => [networkName(family, name), { name, tensor }]))
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
    throw new AppError(
      'model_unreadable',
      `The weights are not those of ${network.architecture}: ${matched.length} of its ${network.parameters.length} parameters are among them.`,
      { details: { matched: matched.length, missing: missing.length } },
    )
  }
  const known = new Set(network.parameters.map(({ name }) => name))
  const unexpected = [...given].flatMap(([own, { name }]) => (known.has(own) || isCounter(name) ? [] : [name]))
  return { parameters, matched, origin, missing, unexpected, otherShape }
}

/** Batches that PyTorch's batch normalisation has seen: nothing depends on it. */
function isCounter(name: string): boolean {
  return name.endsWith('.num_batches_tracked')
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
    throw new AppError('model_unreadable', `The weights of ${name} are of type ${tensor.type} and not floating-point.`)
  }
  return { type: 'float32', shape: tensor.shape, data: Float32Array.from(tensor.data) }
}
