import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openClassifier } from '../classifier.ts'
import { inferenceModel } from '../inference.ts'
import { encodeModel } from '../model-file.ts'
import { readOnnx } from '../onnx/reader.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import { importNetwork } from './import-network.ts'
import { renormalise } from './renormalise.ts'

const file = new URL('../../../tests/fixtures/onnx/residual-folded.onnx', import.meta.url)
const { graph } = readOnnx(readFileSync(file))
const own = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] }
const wanted = { mean: [0.42, 0.22, 0.075], deviation: [0.27, 0.15, 0.081] }

it('a graph gives the same for an image normalised as wanted as it did for one normalised its own way', async () => {
  const runtime = await openOnnxRuntime('cpu', { threads: 1 })
  const pixels = Float32Array.from({ length: 3 * 256 }, (_, i) => ((i * 7919) % 256) / 255)
  const logits = async (of: typeof graph, { mean, deviation }: typeof own) => {
    const { network, parameters } = importNetwork(of, { architecture: 'renormalised' })
    const classifier = await openClassifier(runtime, encodeModel(inferenceModel(network, parameters)), { batch: 1 })
    const channel = (i: number) => Math.floor(i / 256) as 0 | 1 | 2
    const image = pixels.map((value, i) => (value - (mean[channel(i)] ?? 0)) / (deviation[channel(i)] ?? 1))
    const result = await classifier.classify(image, 1)
    await classifier.close()
    return result.logits
  }
  const [expected, given] = [await logits(graph, own), await logits(renormalise(graph, own, wanted), wanted)]
  for (const [i, value] of expected.entries()) expect(given[i]).toBeCloseTo(value, 5)
})

it('a graph that takes its image as wanted stays as it is', () => {
  expect(renormalise(graph, wanted, wanted)).toBe(graph)
})
