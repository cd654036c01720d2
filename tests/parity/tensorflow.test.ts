import { describe, it } from 'vitest'
import { openTensorflow } from '#nn/runtimes/tensorflow/tensorflow.ts'
import { expectLogits, networkFixture, subjectOf } from './network-fixture.ts'

/** Use only: a training step takes the portable kernels ten seconds and more. Their training is held against ONNX Runtime's
 *  on a small network. */
describe('TensorFlow beside PyTorch', () => {
  for (const architecture of ['efficientnet-b0'] as const) {
    it(`gives the same logits of ${architecture} within 1e-4`, async () => {
      const fixture = networkFixture(architecture)
      await expectLogits(await openTensorflow(), fixture, subjectOf(fixture))
    })
  }
})
