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

/** Names of the parameters and running statistics that stay as they are, for `TrainerOptions.frozen`. Any other set of
 *  names will do as well, such as all parameters before an operator that has no gradient. */
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
