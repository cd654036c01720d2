import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph } from '../graph/types.ts'
import { imageShape, type Network } from '../network.ts'
import { addClipping, type Clipping } from './clipping.ts'
import { addTrainingForward, type NoiseInput, type TrainingForward } from './forward.ts'
import { addLoss, type LossOptions } from './losses/loss.ts'
import { addOedemaLoss } from './losses/oedema.ts'
import { joinPack, type Pack, packParameters, splitPack } from './packing.ts'
import { addStatistics } from './statistics.ts'

export interface StepOptions {
  readonly network: Network
  readonly batch: number
  readonly loss: LossOptions
  /** What the loss of oedema risks counts for beside that of grades, where the network tells them; 1, where not given. */
  readonly oedemaWeight?: number | undefined
  /** Share of the batch in the running statistics, where the network's file does not say it. */
  readonly statisticsMomentum: number
  /** Take that share even where the file says another. */
  readonly momentumForAll?: boolean | undefined
  /** Most values a pack of parameters holds; 1 keeps every parameter by itself. */
  readonly packLimit: number
  /** Names of the parameters and running statistics that stay as they are. */
  readonly frozen?: ReadonlySet<string> | undefined
  readonly clipping?: Clipping | undefined
  /** Sum gradients over runs. */
  readonly accumulates?: boolean | undefined
  /** Also give every trained parameter's gradient by this batch, as `grad.NAME`. */
  readonly gradients?: boolean | undefined
}

/** A training step up to its gradients, as a graph over logical operators; a lowering makes it run. Inputs: `image`, `target`,
 *  `oedema.target` of a network that tells oedema risks, a mask a noise place, and the packs. Outputs: `loss`, `logits`, `gradient.PACK` of what is trained and `next.PACK` of running
 *  statistics. Where gradients are accumulated, `gradient.share` is one over the number of runs, `sum.PACK` goes in and
 *  `next.sum.PACK` comes out, and `gradient.PACK` is their mean. */
export interface StepGraph {
  readonly graph: Graph
  readonly noise: readonly NoiseInput[]
  readonly trained: readonly Pack[]
  readonly statistics: readonly Pack[]
  readonly frozen: readonly Pack[]
  /** Names of the sums, in the order of `trained`; none where nothing is accumulated. */
  readonly sums: readonly string[]
}

/** Throws `AppError('usage')` where everything is frozen. */
export function buildStepGraph(options: StepOptions): StepGraph {
  const { network, batch, packLimit, frozen: still = new Set() } = options
  const builder = new GraphBuilder(`${network.architecture}-step`)
  builder.input('image', { type: 'float32', shape: [batch, ...imageShape(network)] })
  builder.input('target', { type: 'float32', shape: [batch, network.classes] })
  const moving = network.parameters.filter(({ name }) => !still.has(name))
  const byRole = (role: string) => moving.filter((parameter) => parameter.role === role)
  if (byRole('trainable').length === 0)
    throw new AppError('usage', 'Every parameter is frozen: nothing can be trained.')
  const trained = packParameters(byRole('trainable'), 'parameters', packLimit)
  const statistics = packParameters(byRole('statistic'), 'statistics', packLimit)
  // No pass goes over these as a whole: together they would only have to be taken apart.
  const frozen = packParameters(
    network.parameters.filter(({ name }) => still.has(name)),
    'frozen',
    1,
  )
  const names = new Map([['image', 'image']])
  for (const pack of [...trained, ...statistics, ...frozen]) {
    const vector = builder.input(pack.name, { type: 'float32', shape: [pack.length] })
    for (const [name, value] of splitPack(builder, pack, vector)) names.set(name, value)
  }

  const forward = addTrainingForward(builder, network, names, still)
  const loss = addLosses(builder, forward, options)
  const wanted = new Map(byRole('trainable').map(({ name }) => [name, names.get(name) as string]))
  const named = new Map([...wanted].map(([name, value]) => [value, name]))
  const found = addGradients(builder, new Map([[loss, builder.scalar(1)]]), wanted.values(), named)
  const gradients = new Map([...wanted].map(([name, value]) => [name, found.get(value) as string]))

  output(builder, loss, 'loss')
  output(builder, forward.logits, 'logits')
  const joined = trained.map((pack) => joinPack(builder, pack, gradients))
  const { sums, means } = options.accumulates ? addSums(builder, trained, joined) : { sums: [], means: joined }
  const clipped = options.clipping === undefined ? means : addClipping(builder, means, options.clipping)
  for (const [index, pack] of trained.entries()) output(builder, clipped[index] as string, `gradient.${pack.name}`)
  const followed = addStatistics(builder, statistics, forward.statistics, {
    share: options.statisticsMomentum,
    forAll: options.momentumForAll,
  })
  for (const [index, pack] of statistics.entries()) output(builder, followed[index] as string, `next.${pack.name}`)
  if (options.gradients) for (const [name, value] of gradients) output(builder, value, `grad.${name}`)
  return { graph: removeDeadNodes(builder.build()), noise: forward.noise, trained, statistics, frozen, sums }
}

/** The loss of grades, and that of oedema risks on top where the network tells them. */
function addLosses(builder: GraphBuilder, forward: TrainingForward, { batch, loss, oedemaWeight = 1 }: StepOptions) {
  const ofGrades = addLoss(builder, forward.logits, 'target', loss)
  if (forward.oedema === undefined) return ofGrades
  const target = builder.input('oedema.target', { type: 'float32', shape: [batch, oedemaRiskCount] })
  return builder.op('Add', [ofGrades, addOedemaLoss(builder, forward.oedema, target, oedemaWeight)])
}

function output(builder: GraphBuilder, value: string, name: string): void {
  builder.output(alias(builder, value, name))
}

function addSums(builder: GraphBuilder, packs: readonly Pack[], gradients: readonly string[]) {
  const share = builder.input('gradient.share', { type: 'float32', shape: [] })
  const sums = packs.map((pack) => builder.input(`sum.${pack.name}`, { type: 'float32', shape: [pack.length] }))
  const means = sums.map((before, index) => {
    const sum = builder.op('Add', [before, gradients[index] as string])
    output(builder, sum, `next.${before}`)
    return builder.op('Mul', [sum, share])
  })
  return { sums, means }
}
