import { AppError } from '#shared/errors.ts'
import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph } from '../graph/types.ts'
import type { Network, ParameterGroup } from '../network.ts'
import type { UpdateRule } from '../optimizers/types.ts'
import { addAverage, averagePrefix } from './averaging.ts'
import { addClipping, type Clipping } from './clipping.ts'
import { addTrainingForward, type NoiseInput } from './forward.ts'
import { addLoss, type LossOptions } from './losses/loss.ts'
import { joinPack, type Pack, packParameters, splitPack } from './packing.ts'
import { addStatistics } from './statistics.ts'

export interface StepOptions {
  readonly network: Network
  readonly batch: number
  readonly rule: UpdateRule
  readonly loss: LossOptions
  /** Share of the batch in the running statistics. */
  readonly statisticsMomentum: number
  /** Most values a pack of parameters holds; 1 keeps every parameter by itself. */
  readonly packLimit: number
  /** Names of the parameters and running statistics that stay as they are. */
  readonly frozen?: ReadonlySet<string> | undefined
  readonly clipping?: Clipping | undefined
  /** Sum gradients over runs. The graph stays one: a run that only adds computes an update too, which the trainer drops.
   *  That costs the optimizer's few passes over the parameters, where a second graph for it would cost the memory of all
   *  the network's intermediate values again. */
  readonly accumulates?: boolean | undefined
  /** Keep a moving average of everything that a step changes. */
  readonly averages?: boolean | undefined
  /** Also give every trained parameter's gradient by this batch, as `grad.NAME`. */
  readonly gradients?: boolean | undefined
}

/** A vector that goes from run to run. */
export interface StepVector {
  /** Its input; where it changes, the output `next.INPUT` has its new value. */
  readonly input: string
  readonly pack: Pack
  /** Goes before the names of the pack's parameters, such as `first.`; '' for their own values. */
  readonly prefix: string
  /** `run` is every run, `update` the last of those that are accumulated. */
  readonly changes: 'never' | 'run' | 'update'
}

/** One whole training step as a graph over logical operators; a lowering makes it run. Inputs: `image`, `target`, a mask
 *  a noise place, the optimizer's scalars (`SCALAR.GROUP`), and the vectors. Of those that only some steps have,
 *  `gradient.share` is one over the number of runs accumulated, `average.share` the new values' share in the average.
 *  Outputs: `loss`, `logits`, and the vectors anew. */
export interface StepGraph {
  readonly graph: Graph
  readonly noise: readonly NoiseInput[]
  /** Groups of which something is trained. */
  readonly groups: readonly ParameterGroup[]
  /** Parameters and running statistics. */
  readonly parameters: readonly StepVector[]
  /** The optimizer's state and the averages. */
  readonly state: readonly StepVector[]
  /** Gradients so far, where they are accumulated; to be zeros at the first run. */
  readonly sums: readonly StepVector[]
}

/** Throws `AppError('usage')` where everything is frozen. */
export function buildStepGraph(options: StepOptions): StepGraph {
  const { network, batch, packLimit, frozen = new Set() } = options
  const builder = new GraphBuilder(`${network.architecture}-step`)
  builder.input('image', { type: 'float32', shape: [batch, 3, network.size, network.size] })
  builder.input('target', { type: 'float32', shape: [batch, network.classes] })
  const moving = network.parameters.filter(({ name }) => !frozen.has(name))
  const byRole = (role: string) => moving.filter((parameter) => parameter.role === role)
  if (byRole('trainable').length === 0)
    throw new AppError('usage', 'Every parameter is frozen: nothing can be trained.')
  const trained = packParameters(byRole('trainable'), 'parameters', packLimit)
  const statistics = packParameters(byRole('statistic'), 'statistics', packLimit)
  // No pass goes over these as a whole: together they would only have to be taken apart.
  const still = network.parameters.filter(({ name }) => frozen.has(name))
  const names = new Map([['image', 'image']])
  const parameters = [
    ...trained.map((pack) => addVector(builder, pack, '', 'update')),
    ...statistics.map((pack) => addVector(builder, pack, '', 'run')),
    ...packParameters(still, 'frozen', 1).map((pack) => addVector(builder, pack, '', 'never')),
  ]
  for (const { pack } of parameters) {
    for (const [name, value] of splitPack(builder, pack, pack.name)) names.set(name, value)
  }

  const forward = addTrainingForward(builder, network, names, frozen)
  const loss = addLoss(builder, forward.logits, 'target', options.loss)
  const wanted = new Map(byRole('trainable').map(({ name }) => [name, names.get(name) as string]))
  const named = new Map([...wanted].map(([name, value]) => [value, name]))
  const found = addGradients(builder, new Map([[loss, builder.scalar(1)]]), wanted.values(), named)
  const gradients = new Map([...wanted].map(([name, value]) => [name, found.get(value) as string]))

  output(builder, loss, 'loss')
  output(builder, forward.logits, 'logits')
  const groups = [...new Set(trained.map((pack) => pack.group))]
  const joined = trained.map((pack) => joinPack(builder, pack, gradients))
  const { sums, means } = options.accumulates ? addSums(builder, trained, joined) : { sums: [], means: joined }
  const clipped = options.clipping === undefined ? means : addClipping(builder, means, options.clipping)
  const { state, updated } = addUpdates(builder, trained, clipped, groups, options.rule)
  const followed = addStatistics(builder, statistics, forward.statistics, options.statisticsMomentum)
  for (const [index, value] of followed.entries()) output(builder, value, `next.${(statistics[index] as Pack).name}`)
  const averages = options.averages ? addAverages(builder, [...trained, ...statistics], [...updated, ...followed]) : []
  if (options.gradients) for (const [name, value] of gradients) output(builder, value, `grad.${name}`)
  const graph = removeDeadNodes(builder.build())
  return { graph, noise: forward.noise, groups, parameters, state: [...state, ...averages], sums }
}

function output(builder: GraphBuilder, value: string, name: string): void {
  builder.output(alias(builder, value, name))
}

function addVector(builder: GraphBuilder, pack: Pack, prefix: string, changes: StepVector['changes']): StepVector {
  const input = builder.input(`${prefix}${pack.name}`, { type: 'float32', shape: [pack.length] })
  return { input, pack, prefix, changes }
}

function addSums(builder: GraphBuilder, packs: readonly Pack[], gradients: readonly string[]) {
  const share = builder.input('gradient.share', { type: 'float32', shape: [] })
  const sums = packs.map((pack) => addVector(builder, pack, 'sum.', 'run'))
  const means = sums.map(({ input }, index) => {
    const sum = builder.op('Add', [input, gradients[index] as string])
    output(builder, sum, `next.${input}`)
    return builder.op('Mul', [sum, share])
  })
  return { sums, means }
}

function addUpdates(
  builder: GraphBuilder,
  packs: readonly Pack[],
  gradients: readonly string[],
  groups: readonly ParameterGroup[],
  rule: UpdateRule,
) {
  const scalars = new Map(
    groups.map((group) => {
      const own = Object.keys(rule.scalars(1, 0))
      const named = own.map((name) => [name, builder.input(`${name}.${group}`, { type: 'float32', shape: [] })])
      return [group, Object.fromEntries(named) as Record<string, string>]
    }),
  )
  const vectors: StepVector[] = []
  const updated = packs.map((pack, index) => {
    const own = rule.state.map((name) => addVector(builder, pack, `${name}.`, 'update'))
    vectors.push(...own)
    const next = rule.addUpdate(builder, {
      parameter: pack.name,
      gradient: gradients[index] as string,
      state: own.map(({ input }) => input),
      scalars: scalars.get(pack.group) ?? {},
    })
    output(builder, next.parameter, `next.${pack.name}`)
    for (const [place, { input }] of own.entries()) output(builder, next.state[place] as string, `next.${input}`)
    return next.parameter
  })
  return { state: vectors, updated }
}

function addAverages(builder: GraphBuilder, packs: readonly Pack[], values: readonly string[]): readonly StepVector[] {
  const share = builder.input('average.share', { type: 'float32', shape: [] })
  return packs.map((pack, index) => {
    const vector = addVector(builder, pack, averagePrefix, 'update')
    output(builder, addAverage(builder, vector.input, values[index] as string, share), `next.${vector.input}`)
    return vector
  })
}
