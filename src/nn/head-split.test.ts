import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { buildNetwork } from './architectures/registry.ts'
import { splitHead } from './head-split.ts'
import { inferenceModel } from './inference.ts'
import type { Network } from './network.ts'
import { withOedemaOutput } from './oedema-output.ts'
import { writeOnnx } from './onnx/writer.ts'
import { initialParameters } from './parameters.ts'
import { openRuntime } from './runtimes/choose.ts'
import type { Runtime } from './runtimes/types.ts'
import { float32, floatEntry, type TensorMap } from './tensor.ts'
import { randomTensor } from './testing/random-tensors.ts'
import { smallNetwork } from './testing/small-network.ts'
import { openTrainer } from './trainer.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openRuntime('cpu', { threads: 1 })
})
afterAll(() => runtime.close())

async function run(network: Network, parameters: TensorMap, image: TensorMap): Promise<TensorMap> {
  const session = await runtime.session(writeOnnx(inferenceModel(network, parameters)))
  const found = await session.run(image)
  await session.close()
  return found
}

describe('a network in two', () => {
  const concatenated = {
    ...{ architecture: 'efficientnet-b0', classes: 5, size: 32, dropout: 0.5 },
    classifier: 'concatenated-pool',
  } as const
  it.each([
    ['linear', smallNetwork({ size: 16, classes: 5, noise: 0.5 }), [24]],
    ['with oedema risks', withOedemaOutput(smallNetwork({ size: 16, classes: 5, noise: 0.5 })), [24]],
    ['of a concatenated pool', buildNetwork(concatenated), [2560]],
  ])('says with its head %s what it says as one', async (_, network, shape) => {
    const parameters = initialParameters(network, 3)
    const image = randomTensor([2, 3, network.size, network.size], 5)
    const split = splitHead(network)
    expect(split.shape).toEqual(shape)
    expect(split.head.parameters.every(({ group }) => group === 'head')).toBe(true)
    expect(split.head.parameters.length + split.backbone.parameters.length).toBe(network.parameters.length)
    const features = floatEntry(await run(split.backbone, parameters, new Map([['image', image]])), split.features)
    const parts = await run(split.head, parameters, new Map([['image', float32(features.data, [2, ...shape])]]))
    const whole = await run(network, parameters, new Map([['image', image]]))
    expect([...parts.keys()]).toEqual([...whole.keys()])
    for (const [name, { data }] of whole) {
      for (const [at, value] of data.entries()) expect(floatEntry(parts, name).data[at]).toBeCloseTo(Number(value), 5)
    }
    // The masks just before the head are drawn where it is trained.
    expect(split.head.graph.nodes.some(({ type }) => type === 'Dropout')).toBe(true)
  })

  it('has no auxiliary batch normalisation in a head that is fitted alone', async () => {
    const network = buildNetwork({ ...concatenated, auxiliaryBatchNorm: 0.5 })
    const { head } = splitHead(network)
    expect(network.parameters.some(({ name }) => name === 'head.norm1.aux.weight')).toBe(true)
    expect(head.parameters.map(({ name }) => name)).toContain('head.norm1.weight')
    const trainer = await openTrainer({
      ...{ runtime, network: head, batch: 4, parameters: initialParameters(head, 1), statisticsMomentum: 0.1 },
      optimizer: { name: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 },
    })
    const images = randomTensor([4, 2560], 2).data
    const targets = Float32Array.from({ length: 20 }, (_, at) => Number(at % 6 === 0))
    const { loss } = await trainer.step({ images, targets, seed: 1, learningRate: 0.1 })
    expect((await trainer.step({ images, targets, seed: 1, learningRate: 0.1 })).loss).toBeLessThan(loss)
    await trainer.close()
  })

  it('is refused where the head takes more than one value of the rest', () => {
    const network = smallNetwork({ size: 16 })
    const everywhere = { ...network, parameters: network.parameters.map((one) => ({ ...one, group: 'head' as const })) }
    expect(() => splitHead(everywhere)).toThrow(AppError)
  })
})
