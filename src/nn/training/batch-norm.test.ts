import { beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '../architectures/registry.ts'
import { auxiliaryName, mainName } from '../auxiliary.ts'
import { inferenceModel } from '../inference.ts'
import { encodeModel } from '../model-file.ts'
import { defaultAdam } from '../optimizers/adam.ts'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { floatEntry } from '../tensor.ts'
import { randomTensor } from '../testing/random-tensors.ts'
import { openTrainer } from '../trainer.ts'
import { frozenNames } from './freezing.ts'

const options = { architecture: 'efficientnet-b0', classes: 3, size: 32, dropout: 0, stochasticDepth: 0 }
const plain = buildNetwork(options)
const network = buildNetwork({ ...options, auxiliaryBatchNorm: 0.5 })
const parameters = initialParameters(network, 3)
const images = randomTensor([4, 3, 32, 32], 1).data
const targets = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0)
let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})

const open = (batch: number, frozen?: ReadonlySet<string>) =>
  openTrainer({ runtime, network, batch, parameters, optimizer: defaultAdam, statisticsMomentum: 0.1, frozen })

describe('auxiliary batch normalisation', () => {
  it('adds a second set of every normalisation, the network as it is used being the same', () => {
    const added = network.parameters.slice(plain.parameters.length)
    expect(network.parameters.slice(0, plain.parameters.length)).toEqual(plain.parameters)
    expect(added.map(({ name }) => name)).toContain('features.0.1.aux.running_mean')
    const norms = plain.graph.nodes.filter(({ type }) => type === 'BatchNormalization')
    expect(added.map(({ name }) => mainName(name)).toSorted()).toEqual(
      norms.flatMap(({ inputs }) => inputs.slice(1)).toSorted(),
    )
    const [mine, other] = [network, plain].map((one) => encodeModel(inferenceModel(one, parameters)))
    expect(Buffer.compare(mine as Uint8Array, other as Uint8Array)).toBe(0)
  })

  it('moves each half of the batch by statistics of its own', async () => {
    const trainer = await open(4)
    const moved = async (half: Float32Array) => {
      const both = images.slice()
      both.set(half, images.length / 2)
      await trainer.step({ images: both, targets, learningRate: 0, seed: 1 })
      const found = trainer.parameters()
      const name = 'features.0.1.running_mean'
      return [name, auxiliaryName(name)].map((one) => [...floatEntry(found, one).data])
    }
    const [main, auxiliary] = await moved(images.slice(0, images.length / 2))
    // The same photographs in both halves.
    for (const [i, value] of (main ?? []).entries()) expect(auxiliary?.[i]).toBeCloseTo(value, 6)
    const [, other] = await moved(randomTensor([2, 3, 32, 32], 9, 3).data)
    await trainer.close()
    expect(other?.some((value, i) => Math.abs(value - (auxiliary?.[i] ?? 0)) > 0.01)).toBe(true)
  })

  it('is frozen with the normalisations it belongs to, or trained with them', () => {
    const trained = (exceptBatchNorm: boolean) => {
      const frozen = frozenNames(network, { parameters: ['first', 'middle', 'head'], exceptBatchNorm })
      return ['features.0.1.weight', 'features.0.1.aux.weight'].filter((name) => !frozen.has(name))
    }
    expect(trained(false)).toEqual([])
    expect(trained(true)).toHaveLength(2)
  })

  it('wants a batch of which both parts have something', async () => {
    await expect(open(1)).rejects.toMatchObject({ code: 'usage' })
  })
})
