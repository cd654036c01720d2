import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildNetwork } from '../architectures/registry.ts'
import { openClassifier } from '../classifier.ts'
import { inferenceModel } from '../inference.ts'
import { encodeModel } from '../model-file.ts'
import type { ParameterSpec } from '../network.ts'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import { elementCount, float32 } from '../tensor.ts'
import { loadWeights } from './load.ts'
import { isTensorflowStyle, tensorflowStyle } from './tensorflow-style.ts'

const file = new URL('../../../tests/fixtures/weights/tensorflow-style.json', import.meta.url)
const { batch, classes, epsilon, logits } = z
  .object({
    batch: z.int(),
    classes: z.int(),
    epsilon: z.number(),
    logits: z.record(z.string(), z.array(z.number())),
  })
  .parse(JSON.parse(readFileSync(file, 'utf8')))

/** The rule of make-tensorflow-style.py. */
function values(count: number, place: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, i) => (((i * i * 31 + i * 7919 + place * 104729) % 1009) / 1009) * 2 - 1,
  )
}

function parameter({ name, shape }: ParameterSpec, place: number): Float32Array {
  const drawn = values(elementCount(shape), place)
  const scale = Math.sqrt(24 / elementCount(shape.slice(1)))
  if (shape.length > 1) return Float32Array.from(drawn, (value) => value * scale)
  if (name.endsWith('running_var')) return Float32Array.from(drawn, (value) => 1 + 0.2 * Math.abs(value))
  return Float32Array.from(drawn, (value) => (name.endsWith('.weight') ? 1 + 0.1 * value : 0.1 * value))
}

describe("weights that TensorFlow trained, as in timm's tf_ variants", () => {
  // At 64 px every stride meets an even side, at 75 px some meet an odd one.
  it.each(Object.entries(logits))('give what PyTorch gives with its padding at %s px', async (side, expected) => {
    const size = Number(side)
    expect(epsilon).toBe(tensorflowStyle.epsilon)
    const options = { architecture: 'efficientnet-b0', classes, size, epsilon }
    const network = buildNetwork({ ...options, ...tensorflowStyle })
    const sorted = network.parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const weights = new Map(sorted.map((spec, i) => [spec.name, float32(parameter(spec, i), spec.shape)]))
    const runtime = await openOnnxRuntime('cpu', { threads: 1 })
    const image = Float32Array.from(values(batch * 3 * size * size, 0))
    const largest = Math.max(...expected.map(Math.abs))
    const errorOf = async (of: typeof network) => {
      const { parameters } = loadWeights(of, 'efficientnet', weights, initialParameters(of, 1))
      const classifier = await openClassifier(runtime, encodeModel(inferenceModel(of, parameters)), { batch })
      const given = (await classifier.classify(image, batch)).logits
      await classifier.close()
      return Math.max(...expected.map((value, i) => Math.abs(value - (given[i] ?? Number.NaN)))) / largest
    }
    expect(await errorOf(network)).toBeLessThan(1e-4)
    expect(await errorOf(buildNetwork(options))).toBeGreaterThan(1e-3)
  })
})

it.each([
  ['/models/tf_efficientnet_b5_ns.safetensors', {}, ['conv_stem.weight'], 'yes'],
  ['/hub/models--timm--tf_efficientnet_b0.ns_jft_in1k/snapshots/1/model.safetensors', {}, ['conv_stem.weight'], 'yes'],
  ['/models/model.safetensors', { architecture: 'tf_efficientnet_b0' }, ['conv_stem.weight'], 'yes'],
  ['/models/model.safetensors', { format: 'pt' }, ['module.conv_stem.weight'], 'unknown'],
  ['/models/efficientnet_b0.safetensors', {}, ['features.0.0.weight'], 'no'],
  ['/models/notf_efficientnet.safetensors', {}, ['features.0.0.weight'], 'no'],
] as const)('whether TensorFlow trained the weights of %s with %o: %s %s', (file, notes, names, told) => {
  expect(isTensorflowStyle(file, new Map(Object.entries(notes)), names)).toBe(told)
})
