import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openClassifier } from '../../classifier.ts'
import { inferenceModel } from '../../inference.ts'
import { encodeModel } from '../../model-file.ts'
import { defaultOptimizer, type OptimizerOptions } from '../../optimizers/registry.ts'
import { initialParameters } from '../../parameters.ts'
import { floatEntry } from '../../tensor.ts'
import { randomTensor, relativeError } from '../../testing/random-tensors.ts'
import { smallNetwork } from '../../testing/small-network.ts'
import { openTrainer, type Trainer } from '../../trainer.ts'
import { openOnnxRuntime } from '../onnxruntime.ts'
import type { Runtime } from '../types.ts'
import { openTensorflow } from './tensorflow.ts'

const batch = 3
const network = smallNetwork({ noise: 0.3 })
const parameters = initialParameters(network, 4)
const targets = Float32Array.of(1, 0, 0, 0.25, 0.5, 0.25, 0, 0, 1)
const images = (seed: number) => randomTensor([batch, 3, network.size, network.size], seed).data

let processor: Runtime
let tensorflow: Runtime
beforeAll(async () => {
  processor = await openOnnxRuntime('cpu', { threads: 2 })
  tensorflow = await openTensorflow()
})

function open(runtime: Runtime, optimizer: OptimizerOptions): Promise<Trainer> {
  return openTrainer({
    runtime,
    network,
    batch,
    parameters,
    optimizer,
    statisticsMomentum: 0.1,
    clipping: { by: 'norm', limit: 1 },
    averaging: { decay: 0.9, warmUp: true },
    gradients: true,
  })
}

describe('a network on TensorFlow', () => {
  it('classifies as on ONNX Runtime', async () => {
    const model = encodeModel(inferenceModel(network, parameters))
    const logits = await Promise.all(
      [processor, tensorflow].map(async (runtime) => {
        const classifier = await openClassifier(runtime, model, { batch: 2 })
        const classified = await classifier.classify(images(1), batch)
        await classifier.close()
        return classified.logits
      }),
    )
    expect(relativeError(logits[1] ?? [], logits[0] ?? [])).toBeLessThan(1e-4)
  })

  for (const name of ['sgd', 'adam'] as const) {
    it(`trains as on ONNX Runtime, ten steps of ${name}, in memory that does not grow`, async () => {
      const [ours, theirs] = [
        await open(tensorflow, defaultOptimizer(name)),
        await open(processor, defaultOptimizer(name)),
      ]
      let held = 0
      for (let seed = 1; seed <= 10; seed++) {
        const batchOf = { images: images(seed), targets, learningRate: 0.002, seed }
        const [step, expected] = [await ours.step(batchOf), await theirs.step(batchOf)]
        expect(step.loss).toBeCloseTo(expected.loss, 4)
        expect(relativeError(step.logits, expected.logits)).toBeLessThan(1e-4)
        if (seed === 1) {
          held = memory().numTensors
          for (const [parameter, { data }] of expected.gradients)
            expect(
              relativeError(floatEntry(step.gradients, parameter).data, Float32Array.from(data as Float32Array)),
              parameter,
            ).toBeLessThan(1e-4)
        }
      }
      expect(memory().numTensors).toBe(held)
      for (const [parameter, { data }] of theirs.parameters())
        expect(
          relativeError(floatEntry(ours.parameters(), parameter).data, data as Float32Array),
          parameter,
        ).toBeLessThan(1e-4)
      await ours.close()
      await theirs.close()
      expect(memory().numTensors).toBe(0)
    })
  }
})
