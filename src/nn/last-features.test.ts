import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from './architectures/registry.ts'
import { openClassifier } from './classifier.ts'
import { inferenceModel } from './inference.ts'
import { lastFeatures } from './last-features.ts'
import { decodeModel, encodeModel } from './model-file.ts'
import { initialParameters } from './parameters.ts'
import { openOnnxRuntime } from './runtimes/onnxruntime.ts'
import type { Runtime } from './runtimes/types.ts'
import { floatEntry } from './tensor.ts'
import { randomTensor } from './testing/random-tensors.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})
afterAll(() => runtime.close())

const photographs = 3
const side = 32

describe('what a model makes of a photograph just before its scores', () => {
  it.each(['efficientnet-b0', 'densenet-201'])('%s: the last layer gives the logits of it', async (architecture) => {
    const network = buildNetwork({ architecture, classes: 5, size: side })
    const bytes = encodeModel(inferenceModel(network, initialParameters(network, 3)))
    const { graph } = decodeModel(bytes).model
    const found = lastFeatures(graph, 'logits')
    const weights = [...graph.constants].find(([, { shape }]) => shape.length === 2)
    const [name = '', tensor] = weights ?? []
    expect([...(tensor?.shape ?? [])].sort((a, b) => a - b)).toEqual([5, found?.width])
    const classifier = await openClassifier(runtime, bytes, { batch: 2, features: true })
    const images = randomTensor([photographs, 3, side, side], 4).data
    const { logits, features } = await classifier.classify(images, photographs)
    await classifier.close()
    const width = found?.width ?? 0
    expect(features).toHaveLength(photographs * width)
    const values = floatEntry(graph.constants, name).data
    const turned = tensor?.shape[0] === 5
    // What is left is the bias, the same for every photograph.
    const biases: number[] = []
    for (let n = 0; n < photographs; n++) {
      for (let grade = 0; grade < 5; grade++) {
        let sum = 0
        for (let k = 0; k < width; k++) {
          sum += (features?.[n * width + k] ?? 0) * (values[turned ? grade * width + k : k * 5 + grade] ?? 0)
        }
        const bias = (logits[n * 5 + grade] ?? Number.NaN) - sum
        if (n === 0) biases.push(bias)
        expect(bias).toBeCloseTo(biases[grade] ?? Number.NaN, 4)
        expect(Math.abs(bias)).toBeLessThan(0.1)
      }
    }
  })

  it('is not given where nobody asks', async () => {
    const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: side })
    const bytes = encodeModel(inferenceModel(network, initialParameters(network, 3)))
    const classifier = await openClassifier(runtime, bytes, { batch: 1 })
    expect((await classifier.classify(randomTensor([1, 3, side, side], 4).data, 1)).features).toBeNull()
    await classifier.close()
  })
})
