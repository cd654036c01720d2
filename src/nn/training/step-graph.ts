import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph } from '../graph/types.ts'
import type { Network } from '../network.ts'
import { type AdamOptions, addAdam } from '../optimizers/adam.ts'
import { elementCount, float32 } from '../tensor.ts'
import { addTrainingForward, type NoiseInput, type StatisticPair } from './forward.ts'
import { addCrossEntropy } from './loss.ts'
import { joinPack, type Pack, packParameters, splitPack } from './packing.ts'

export interface StepOptions {
  readonly network: Network
  readonly batch: number
  readonly optimizer: AdamOptions
  readonly labelSmoothing: number
  /** Share of the batch in the running statistics. */
  readonly statisticsMomentum: number
  /** Most values a pack of parameters holds; 1 keeps every parameter by itself. */
  readonly packLimit: number
  /** Also give every trainable parameter's gradient, as `grad.NAME`. */
  readonly gradients?: boolean
}

/** One whole training step as a graph over logical operators; a lowering makes it run. Inputs: `image`, `target`,
 *  `rate.GROUP` and `epsilon` of the optimizer, a mask a noise place, and each pack's vector with its optimizer's state
 *  (`PACK`, `first.PACK`, `second.PACK`). Outputs: `loss`, `logits`, and each vector anew as `next.…`. */
export interface StepGraph {
  readonly graph: Graph
  readonly noise: readonly NoiseInput[]
  readonly trainable: readonly Pack[]
  readonly statistics: readonly Pack[]
}

export function buildStepGraph(options: StepOptions): StepGraph {
  const { network, batch } = options
  const builder = new GraphBuilder(`${network.architecture}-step`)
  builder.input('image', { type: 'float32', shape: [batch, 3, network.size, network.size] })
  builder.input('target', { type: 'float32', shape: [batch, network.classes] })
  const byRole = (role: string) => network.parameters.filter((parameter) => parameter.role === role)
  const trainable = packParameters(byRole('trainable'), 'parameters', options.packLimit)
  const statistics = packParameters(byRole('statistic'), 'statistics', options.packLimit)
  const names = new Map([['image', 'image']])
  for (const pack of [...trainable, ...statistics]) {
    builder.input(pack.name, { type: 'float32', shape: [pack.length] })
    for (const [name, value] of splitPack(builder, pack, pack.name)) names.set(name, value)
  }

  const forward = addTrainingForward(builder, network, names)
  const loss = addCrossEntropy(builder, forward.logits, 'target', options.labelSmoothing)
  const wanted = new Map(byRole('trainable').map(({ name }) => [name, names.get(name) as string]))
  const gradients = addGradients(builder, new Map([[loss, builder.scalar(1)]]), wanted.values())
  const parameterGradients = new Map([...wanted].map(([name, value]) => [name, gradients.get(value) as string]))

  output(builder, loss, 'loss')
  output(builder, forward.logits, 'logits')
  addUpdates(builder, trainable, parameterGradients, options.optimizer)
  addStatistics(builder, statistics, forward.statistics, options.statisticsMomentum)
  if (options.gradients) for (const [name, value] of parameterGradients) output(builder, value, `grad.${name}`)
  return { graph: removeDeadNodes(builder.build()), noise: forward.noise, trainable, statistics }
}

function output(builder: GraphBuilder, value: string, name: string): void {
  builder.output(alias(builder, value, name))
}

function addUpdates(
  builder: GraphBuilder,
  packs: readonly Pack[],
  gradients: ReadonlyMap<string, string>,
  options: AdamOptions,
): void {
  const epsilon = builder.input('epsilon', { type: 'float32', shape: [] })
  const rates = new Map(
    [...new Set(packs.map((pack) => pack.group))].map((group) => [
      group,
      builder.input(`rate.${group}`, { type: 'float32', shape: [] }),
    ]),
  )
  for (const pack of packs) {
    const vector = { type: 'float32', shape: [pack.length] } as const
    const first = builder.input(`first.${pack.name}`, vector)
    const second = builder.input(`second.${pack.name}`, vector)
    const rate = rates.get(pack.group) as string
    const gradient = joinPack(builder, pack, gradients)
    const next = addAdam(builder, { parameter: pack.name, gradient, first, second, rate, epsilon }, options)
    output(builder, next.parameter, `next.${pack.name}`)
    output(builder, next.first, `next.first.${pack.name}`)
    output(builder, next.second, `next.second.${pack.name}`)
  }
}

/** PyTorch's rule: running ← (1-m)·running + m·batch, with the unbiased variance; whole packs at a time. */
function addStatistics(
  builder: GraphBuilder,
  packs: readonly Pack[],
  pairs: readonly StatisticPair[],
  momentum: number,
): void {
  const values = new Map<string, string>()
  const shares = new Map<string, number>()
  for (const { runningMean, runningVariance, mean, variance, places } of pairs) {
    values.set(runningMean, mean)
    values.set(runningVariance, variance)
    shares.set(runningMean, momentum)
    shares.set(runningVariance, (momentum * places) / Math.max(1, places - 1))
  }
  for (const pack of packs) {
    const share = new Float32Array(pack.length)
    let offset = 0
    for (const { name, shape } of pack.members) {
      const end = offset + elementCount(shape)
      share.fill(shares.get(name) ?? 0, offset, end)
      offset = end
    }
    const kept = builder.op('Mul', [pack.name, builder.scalar(1 - momentum)])
    const shared = builder.op('Mul', [joinPack(builder, pack, values), builder.constant(float32(share, [pack.length]))])
    output(builder, builder.op('Add', [kept, shared]), `next.${pack.name}`)
  }
}
