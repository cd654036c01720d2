import { beforeAll, describe, expect, it } from 'vitest'
import { openClassifier } from './classifier.ts'
import { inferenceModel } from './inference.ts'
import { lowerPortable } from './lowering/portable.ts'
import { decodeModel, encodeModel, type ModelDescription } from './model-file.ts'
import { initialParameters } from './parameters.ts'
import { openOnnxRuntime } from './runtimes/onnxruntime.ts'
import type { Runtime } from './runtimes/types.ts'
import { float32, floatEntry, numbersOf, type TensorMap } from './tensor.ts'
import { type DoubleArray, doubles } from './testing/array.ts'
import { interpret } from './testing/interpreter.ts'
import { randomTensor, relativeError } from './testing/random-tensors.ts'
import { smallNetwork } from './testing/small-network.ts'

const network = smallNetwork({ noise: 0.3 })
const description: ModelDescription = {
  architecture: 'small',
  size: 8,
  mean: [0.42, 0.22, 0.075],
  deviation: [0.27, 0.15, 0.081],
  classes: ['a', 'b', 'c'],
  head: 'softmax',
}

/** Parameters with running statistics as after some training. */
function trained(): TensorMap {
  const parameters = initialParameters(network, 2)
  for (const [index, { name, shape }] of network.parameters.entries()) {
    if (name.endsWith('running_mean') || name.endsWith('.bias')) parameters.set(name, randomTensor(shape, index, 0.3))
    if (name.endsWith('running_var'))
      parameters.set(
        name,
        float32(
          randomTensor(shape, index).data.map((v) => 0.5 + v * v),
          shape,
        ),
      )
  }
  return parameters
}

const parameters = trained()
const count = 5
const images = randomTensor([count, 3, 8, 8], 6).data
let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

describe('a model file', () => {
  const bytes = encodeModel(inferenceModel(network, parameters), description)

  it('computes what the network does with its running statistics, and noise left out', async () => {
    const graph = lowerPortable(network.graph)
    const feeds = new Map<string, DoubleArray>(
      network.parameters.map(({ name, shape }) => [name, doubles(shape, numbersOf(floatEntry(parameters, name)))]),
    )
    const classifier = await openClassifier(runtime, bytes, { batch: count })
    const { logits, probabilities } = await classifier.classify(images, count)
    await classifier.close()
    for (let n = 0; n < count; n++) {
      feeds.set('image', doubles([1, 3, 8, 8], images.subarray(n * 192, (n + 1) * 192)))
      const expected = (interpret(graph, feeds).get('logits') as DoubleArray).data
      expect(relativeError(logits.subarray(3 * n, 3 * n + 3), expected)).toBeLessThan(1e-4)
      const total = expected.reduce((sum, value) => sum + Math.exp(value), 0)
      expect(probabilities[3 * n]).toBeCloseTo(Math.exp(expected[0] as number) / total, 5)
    }
  })

  it('gives the same for a photograph whatever batch it comes in, the last one padded', async () => {
    const by = async (batch: number) => {
      const classifier = await openClassifier(runtime, bytes, { batch })
      const { logits } = await classifier.classify(images, count)
      await classifier.close()
      return logits
    }
    const alone = await by(1)
    for (const batch of [2, 3, 8]) expect(relativeError(await by(batch), alone)).toBeLessThan(1e-6)
  })

  it('holds no batch normalisation and no noise, and says what it is', () => {
    const { model, description: read } = decodeModel(bytes)
    const types = new Set(model.graph.nodes.map(({ type }) => type))
    expect(types.has('BatchNormalization') || types.has('Dropout') || types.has('StochasticDepth')).toBe(false)
    expect(model.graph.inputs).toEqual([{ name: 'image', type: 'float32', shape: ['n', 3, 8, 8] }])
    expect(model.graph.outputs).toEqual([{ name: 'logits', type: 'float32', shape: ['n', 3] }])
    expect(read).toEqual(description)
  })

  it('keeps a regression’s thresholds, and refuses those that do not ascend one fewer than classes', async () => {
    const regression = smallNetwork({ classes: 1 })
    const model = inferenceModel(regression, initialParameters(regression, 2))
    const written = (cuts: number[]) =>
      encodeModel(model, { ...description, head: 'regression', thresholds: { cuts, noise: 0.4 } })
    const classifier = await openClassifier(runtime, written([0.3, 1.9]), { batch: 1 })
    const { logits, probabilities } = await classifier.classify(images, count)
    await classifier.close()
    expect([logits.length, probabilities.length]).toEqual([count, 3 * count])
    expect(decodeModel(written([0.3, 1.9])).description?.thresholds).toEqual({ cuts: [0.3, 1.9], noise: 0.4 })
    for (const cuts of [[1], [2, 1]]) expect(() => decodeModel(written(cuts))).toThrow('description of itself')
    const misread = encodeModel(model, { ...description, head: 'ordinal' })
    await expect(openClassifier(runtime, misread, { batch: 1 })).rejects.toMatchObject({ code: 'model_unreadable' })
  })

  it('refuses images of another size, and files that are no classifier', async () => {
    const classifier = await openClassifier(runtime, bytes, { batch: 2 })
    await expect(classifier.classify(images.subarray(1), count)).rejects.toMatchObject({ code: 'length_mismatch' })
    await classifier.close()
    const graph = {
      ...inferenceModel(network, parameters).graph,
      inputs: [{ name: 'image', type: 'float32', shape: ['n', 1, 8, 8] }],
    } as const
    await expect(
      openClassifier(runtime, encodeModel({ graph, metadata: new Map() }), { batch: 1 }),
    ).rejects.toMatchObject({ code: 'model_unreadable' })
    await expect(openClassifier(runtime, new Uint8Array(40), { batch: 1 })).rejects.toMatchObject({
      code: 'model_unreadable',
    })
  })
})
