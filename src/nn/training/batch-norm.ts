import { AppError } from '#shared/errors.ts'
import { auxiliaryName } from '../auxiliary.ts'
import { floatAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { float, type GraphNode, int, internalDomain } from '../graph/types.ts'
import type { Network } from '../network.ts'
import { elementCount } from '../tensor.ts'

/** Running statistics that one batch normalisation keeps, and the batch's own beside them. */
export interface StatisticPair {
  readonly runningMean: string
  readonly runningVariance: string
  readonly mean: string
  /** Biased, over `places` values a channel. */
  readonly variance: string
  readonly places: number
  /** Share of the batch in the running statistics, where the network's file says it. */
  readonly momentum?: number
}

export interface BatchNormOptions {
  /** From the network's names to the builder's values. */
  readonly names: ReadonlyMap<string, string>
  /** Running statistics that are used as they are. */
  readonly frozen: ReadonlySet<string>
  /** Share of the batch, its last photographs, that the auxiliary parameters see. */
  readonly auxiliaryShare: number
}

/** Writes a batch normalisation as training sees it and adds to `statistics` what it takes of the batch; gives its
 *  output. Throws `AppError('usage')` for a batch that the auxiliary share does not divide in two. */
export function addBatchNorm(
  builder: GraphBuilder,
  node: GraphNode,
  options: BatchNormOptions,
  statistics: StatisticPair[],
): string {
  const { names, auxiliaryShare } = options
  const [image = '', ...own] = node.inputs
  const x = names.get(image) as string
  if (auxiliaryShare === 0) return normalised(builder, node, x, own, options, statistics)
  const count = builder.shapeOf(x)[0] as number
  const others = Math.round(count * auxiliaryShare)
  if (others < 1 || others >= count) {
    throw new AppError('usage', `A batch of ${count} has no part of its own for auxiliary batch normalisation.`)
  }
  const parts = builder.node('Split', [x, builder.integers(count - others, others)], {
    attributes: { axis: int(0) },
    count: 2,
  })
  const halves = [own, own.map(auxiliaryName)].map((parameters, index) =>
    normalised(builder, node, parts[index] as string, parameters, options, statistics),
  )
  return builder.op('Concat', halves, { axis: int(0) })
}

function normalised(
  builder: GraphBuilder,
  node: GraphNode,
  x: string,
  parameters: readonly string[],
  { names, frozen }: BatchNormOptions,
  statistics: StatisticPair[],
): string {
  const [, , runningMean, runningVariance] = parameters as [string, string, string, string]
  const inputs = [x, ...parameters.map((name) => names.get(name) as string)]
  if (frozen.has(runningMean) || frozen.has(runningVariance))
    return builder.op('BatchNormalization', inputs, node.attributes)
  const [y, mean, variance] = builder.node('BatchNormTraining', inputs.slice(0, 3), {
    domain: internalDomain,
    attributes: { epsilon: float(floatAttribute(node, 'epsilon', 1e-5)) },
    count: 3,
  }) as [string, string, string]
  const [count = 1, , ...size] = builder.shapeOf(x)
  // ONNX's momentum is what is kept, PyTorch's what comes in.
  const own = node.attributes.momentum === undefined ? {} : { momentum: 1 - floatAttribute(node, 'momentum', 0.9) }
  statistics.push({ runningMean, runningVariance, mean, variance, places: count * elementCount(size), ...own })
  return y
}

/** PyTorch's momentum of a network's batch normalisations where its file says one for all of them. */
export function writtenMomentum({ graph }: Network): number | undefined {
  const kept = graph.nodes
    .filter(({ type, attributes }) => type === 'BatchNormalization' && attributes.momentum !== undefined)
    .map((node) => floatAttribute(node, 'momentum', 0.9))
  // Six digits are what float32 keeps of it.
  return new Set(kept).size === 1 ? Math.round(1e6 * (1 - (kept[0] as number))) / 1e6 : undefined
}
