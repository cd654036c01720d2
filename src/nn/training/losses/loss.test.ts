import { describe, expect, it } from 'vitest'
import { openClassifier } from '../../classifier.ts'
import { GraphBuilder } from '../../graph/builder.ts'
import { headKinds } from '../../heads/head.ts'
import { findHead } from '../../heads/registry.ts'
import { inferenceModel } from '../../inference.ts'
import { encodeModel } from '../../model-file.ts'
import { defaultAdam } from '../../optimizers/adam.ts'
import { initialParameters } from '../../parameters.ts'
import { openOnnxRuntime } from '../../runtimes/onnxruntime.ts'
import { randomTensor } from '../../testing/random-tensors.ts'
import { smallNetwork } from '../../testing/small-network.ts'
import { openTrainer } from '../../trainer.ts'
import { addLoss, type LossOptions, usualLoss } from './loss.ts'

const classes = ['none', 'mild', 'moderate']

function refusal(outputs: number, options: LossOptions): () => void {
  const builder = new GraphBuilder('loss')
  builder.input('logits', { type: 'float32', shape: [4, outputs] })
  builder.input('target', { type: 'float32', shape: [4, classes.length] })
  return () => addLoss(builder, 'logits', 'target', options)
}

describe('losses', () => {
  it('are refused where the head cannot be trained with them', () => {
    expect(refusal(3, { kind: 'ordinal', labelSmoothing: 0 })).toThrow('cross-entropy, quadratic-kappa, mean-squared')
    expect(refusal(2, { kind: 'cross-entropy', labelSmoothing: 0 })).toThrow('2 logits')
    expect(refusal(3, { kind: 'cross-entropy', labelSmoothing: 2 })).toThrow('smoothed')
    expect(refusal(3, { kind: 'cross-entropy', labelSmoothing: 0, classWeights: [1, 2] })).toThrow('weights')
  })

  for (const head of headKinds) {
    for (const kind of findHead(head).losses) {
      it(`teach a ${head} head its photographs by ${kind}`, async () => {
        const runtime = await openOnnxRuntime('cpu', { threads: 1 })
        const network = { ...smallNetwork({ classes: findHead(head).logits(3) }), classes: 3, head }
        const batch = 6
        const trainer = await openTrainer({
          ...{ runtime, network, batch, parameters: initialParameters(network, 1), optimizer: defaultAdam },
          loss: { ...usualLoss(head), kind },
          statisticsMomentum: 0.5,
        })
        const grades = [0, 1, 2, 0, 1, 2]
        const images = randomTensor([batch, 3, 8, 8], 5).data
        const targets = Float32Array.from(grades.flatMap((grade) => [0, 1, 2].map((k) => (k === grade ? 1 : 0))))
        for (let step = 0; step < 40; step++) await trainer.step({ images, targets, learningRate: 1e-2, seed: 1 })
        const description = { architecture: 'small', size: 8, mean: [0, 0, 0], deviation: [1, 1, 1] }
        const bytes = encodeModel(inferenceModel(network, trainer.parameters()), { ...description, classes, head })
        await trainer.close()
        const classifier = await openClassifier(runtime, bytes, { batch })
        const { logits, probabilities } = await classifier.classify(images, batch)
        await classifier.close()
        expect(logits.length).toBe(batch * findHead(head).logits(3))
        // Half of it each in the grades beside it has the right mean, too, and is all that some losses ask for.
        const found = grades.map((_, n) => {
          const [, second = 0, third = 0] = probabilities.subarray(3 * n)
          return Math.round(second + 2 * third)
        })
        expect(found).toEqual(grades)
      })
    }
  }
})
