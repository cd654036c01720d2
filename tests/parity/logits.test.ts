import { beforeAll, describe, expect, it } from 'vitest'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { expectLogits, namesDigest, networkFixture, networkOf } from './network-fixture.ts'

const wirings = [...[1, 2, 3, 4, 5, 6, 7].map((size) => `efficientnet-b${size}`), 'resnext-101-32x8d']

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

/** Of those whose smaller relatives are trained beside PyTorch: that they are wired as torchvision's. */
describe('networks beside torchvision’s', () => {
  for (const name of wirings) {
    it(`${name} has the same names, shapes and logits`, async () => {
      const fixture = networkFixture(name)
      expect(namesDigest(networkOf(fixture))).toBe(fixture.names)
      await expectLogits(runtime, fixture)
    })
  }
})
