import { beforeAll, describe, it } from 'vitest'
import { openTensorflow } from '#nn/runtimes/tensorflow/tensorflow.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { expectTraining } from './expect-training.ts'
import { expectLogits, trainedFixture } from './network-fixture.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openTensorflow()
})

describe('EfficientNet-B0 on TensorFlow beside PyTorch', () => {
  const fixture = trainedFixture('small-photographs')

  it('gives the same logits within 1e-4', async () => {
    await expectLogits(runtime, fixture)
  })

  it('trains as it does', async () => {
    await expectTraining(runtime, fixture)
  })
})
