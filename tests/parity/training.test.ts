import { beforeAll, describe, expect, it } from 'vitest'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { expectTraining } from './expect-training.ts'
import { expectLogits, namesDigest, networkOf, trainedFixture } from './network-fixture.ts'

/** What is trained in which layouts; the large ones only in the one that the processor is trained with. */
const layouts: Readonly<Record<string, readonly ('blocked' | 'portable')[]>> = {
  'efficientnet-b0': ['blocked', 'portable'],
  'resnet-50': ['blocked', 'portable'],
  'resnext-50-32x4d': ['blocked'],
  'densenet-201': ['blocked'],
  'concatenated-pool': ['blocked'],
  'auxiliary-batch-norm': ['blocked'],
}

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

for (const [name, own] of Object.entries(layouts)) {
  describe(`${name} beside PyTorch`, () => {
    const fixture = trainedFixture(name)

    it('has the same names and shapes, and the same logits within 1e-4 when used', async () => {
      expect(namesDigest(networkOf(fixture))).toBe(fixture.names)
      await expectLogits(runtime, fixture)
    })

    for (const layout of own)
      it(`trains as it does, ${layout}`, async () => {
        await expectTraining(layout === 'blocked' ? runtime : { ...runtime, block: 0 }, fixture)
      })
  })
}
