import { beforeAll, describe, expect, it } from 'vitest'
import { parameterGroups } from '../network.ts'
import { defaultOptimizer } from '../optimizers/registry.ts'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { floatEntry } from '../tensor.ts'
import { randomTensor, relativeError } from '../testing/random-tensors.ts'
import { smallNetwork } from '../testing/small-network.ts'
import { openTrainer, type Trainer } from '../trainer.ts'
import { type Freezing, frozenBefore, frozenNames } from './freezing.ts'
import { defaultLoss } from './losses/loss.ts'
import { buildStepGraph, type StepGraph } from './step-graph.ts'

const batch = 3
const network = smallNetwork()
const parameters = initialParameters(network, 4)
const targets = Float32Array.of(1, 0, 0, 0, 0.5, 0.5, 0, 0, 1)
let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

function stepGraph(freezing: Freezing): StepGraph {
  return buildStepGraph({
    network,
    batch,
    loss: defaultLoss,
    statisticsMomentum: 0.1,
    packLimit: 2 ** 17,
    frozen: frozenNames(network, freezing),
  })
}

function open(freezing: Freezing): Promise<Trainer> {
  return openTrainer({
    runtime,
    network,
    batch,
    parameters,
    optimizer: defaultOptimizer('adam'),
    statisticsMomentum: 0.1,
    frozen: frozenNames(network, freezing),
    averaging: { decay: 0.5, warmUp: false },
    gradients: true,
  })
}

/** Names that two steps change. */
async function changed(freezing: Freezing) {
  const trainer = await open(freezing)
  for (const seed of [1, 2]) {
    const images = randomTensor([batch, 3, network.size, network.size], seed).data
    await trainer.step({ images, targets, learningRate: 0.01, seed })
  }
  const [after, averaged, { tensors }] = [trainer.parameters(), trainer.averagedParameters(), trainer.optimizerState()]
  await trainer.close()
  const names = network.parameters.map(({ name }) => name)
  const differs = (map: typeof after) =>
    names.filter((name) => relativeError(floatEntry(map, name).data, floatEntry(parameters, name).data) > 0)
  expect(differs(averaged ?? new Map())).toEqual(differs(after))
  return { names: differs(after), kept: [...tensors.keys()] }
}

function count(freezing: Freezing, type: string): number {
  return stepGraph(freezing).graph.nodes.filter((node) => node.type === type).length
}

describe('freezing', () => {
  const of = (role: string, ...groups: readonly string[]) =>
    network.parameters.filter((one) => one.role === role && groups.includes(one.group)).map(({ name }) => name)

  it('leaves the groups as they are, but for their running statistics, and keeps no state for them', async () => {
    const { names, kept } = await changed({ parameters: ['first', 'middle'] })
    expect(names.toSorted()).toEqual([...of('trainable', 'head'), ...of('statistic', ...parameterGroups)].toSorted())
    const expected = ['first.', 'second.'].flatMap((sum) => of('trainable', 'head').map((name) => `${sum}${name}`))
    expect(kept.filter((name) => !name.startsWith('average.')).toSorted()).toEqual(expected.toSorted())
  })

  it('trains the batch normalisations of a frozen group where that is asked for', async () => {
    const { names } = await changed({ parameters: ['first', 'middle'], exceptBatchNorm: true })
    const affine = ['stem', 'expand', 'depthwise', 'project', 'down'].flatMap((unit) => [
      `${unit}.1.weight`,
      `${unit}.1.bias`,
    ])
    const statistics = of('statistic', ...parameterGroups)
    expect(names.toSorted()).toEqual([...affine, ...of('trainable', 'head'), ...statistics].toSorted())
  })

  it('leaves the running statistics of the groups it is asked to', async () => {
    const { names } = await changed({ parameters: [], statistics: ['middle'] })
    const trainable = of('trainable', ...parameterGroups)
    expect(names.toSorted()).toEqual([...trainable, ...of('statistic', 'first')].toSorted())
    const normalisations = (statistics: Freezing['statistics']) =>
      ['BatchNormTraining', 'BatchNormalization'].map((type) => count({ parameters: [], statistics }, type))
    expect(normalisations([])).toEqual([5, 0])
    expect(normalisations(['middle'])).toEqual([1, 4])
  })

  it('computes no gradient of what is frozen, nor any before the first thing that is trained', () => {
    const gradientNodes = (freezing: Freezing) =>
      ['ConvWeightGradient', 'ConvInputGradient', 'BatchNormGradient'].map((type) => count(freezing, type))
    // Convolutions: stem, expand, depthwise, project, down; those of squeeze-excitation are matrix products.
    expect(gradientNodes({ parameters: [] })).toEqual([5, 4, 5])
    expect(gradientNodes({ parameters: ['first'] })).toEqual([4, 3, 4])
    expect(gradientNodes({ parameters: ['first', 'middle'] })).toEqual([0, 0, 0])
    expect(gradientNodes({ parameters: ['first', 'middle'], exceptBatchNorm: true })).toEqual([0, 4, 5])
  })

  it('up to a parameter leaves what the forward pass uses before it, the statistics with it', () => {
    const names = network.parameters.map(({ name }) => name)
    const place = names.findIndex((_, index) => network.parameters[index]?.group === 'middle')
    expect([...frozenBefore(network, names[place] ?? '')].toSorted()).toEqual(names.slice(0, place).toSorted())
    expect(() => frozenBefore(network, 'nowhere.weight')).toThrow('no parameter "nowhere.weight"')
  })

  it('refuses to train a network that is frozen as a whole', () => {
    expect(() => stepGraph({ parameters: parameterGroups })).toThrow('nothing can be trained')
  })
})
