import { describe, it } from 'vitest'
import { expectTraining } from './expect-training.ts'
import { fixtureNames, trainedFixture } from './network-fixture.ts'
import { blocked, portable } from './runtimes.ts'

/** One of SiLU, one of ReLU; the others only run in the layout that the processor is trained with. */
const inBothLayouts = ['efficientnet-b0', 'resnet-50']

describe('networks train as PyTorch’s', () => {
  for (const name of fixtureNames)
    it.each(inBothLayouts.includes(name) ? [blocked, portable] : [blocked])(`${name}, $name`, async ({ runtime }) => {
      await expectTraining(runtime, trainedFixture(name))
    })
})
