import { describe, it } from 'vitest'
import { expectTraining } from './expect-training.ts'
import { expectLogits, trainedFixture } from './network-fixture.ts'
import { tensorflow } from './runtimes.ts'

describe('EfficientNet-B0 on TensorFlow beside PyTorch', () => {
  const fixture = trainedFixture('small-photographs')

  it('gives the same logits within 1e-4', async () => {
    await expectLogits(tensorflow.runtime, fixture)
  })

  it('trains as it does', async () => {
    await expectTraining(tensorflow.runtime, fixture)
  })
})
