import { AppError } from '#shared/errors.ts'
import { mainName } from '../auxiliary.ts'
import type { Network, ParameterGroup } from '../network.ts'

/** What of a network its training leaves as it is. */
export interface Freezing {
  /** Groups whose parameters are not trained: they cost no gradient and no optimizer state. */
  readonly parameters: readonly ParameterGroup[]
  /** Train the scales and shifts of those groups' batch normalisations all the same. */
  readonly exceptBatchNorm?: boolean | undefined
  /** Groups whose batch normalisations use their running statistics, and leave them as they are. */
  readonly statistics?: readonly ParameterGroup[] | undefined
}

/** Names of the parameters and running statistics that stay as they are, for `TrainerOptions.frozen`. */
export function frozenNames(network: Network, freezing: Freezing): ReadonlySet<string> {
  const affine = new Set(
    network.graph.nodes.filter((node) => node.type === 'BatchNormalization').flatMap((node) => node.inputs.slice(1, 3)),
  )
  const frozen = network.parameters.filter(({ name, role, group }) =>
    role === 'statistic'
      ? freezing.statistics?.includes(group)
      : freezing.parameters.includes(group) && !(freezing.exceptBatchNorm && affine.has(mainName(name))),
  )
  return new Set(frozen.map(({ name }) => name))
}

/** The names of all that the forward pass uses before `parameter`, for `TrainerOptions.frozen`: training then works where
 *  an operator among them has no gradient. Throws `AppError('usage')` for a name that the network has not. */
export function frozenBefore(network: Network, parameter: string): ReadonlySet<string> {
  const used = [...new Set(network.graph.nodes.flatMap(({ inputs }) => inputs))]
  const places = new Map(used.map((name, place) => [name, place]))
  const placeOf = (name: string) => places.get(mainName(name)) ?? 0
  if (!network.parameters.some(({ name }) => name === parameter)) {
    throw new AppError('usage', `The network ${network.architecture} has no parameter "${parameter}" to freeze up to.`)
  }
  const first = placeOf(parameter)
  return new Set(network.parameters.flatMap(({ name }) => (placeOf(name) < first ? [name] : [])))
}
