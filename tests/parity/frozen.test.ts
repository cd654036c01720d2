import { describe, expect, it } from 'vitest'
import { parameterGroups } from '#nn/network.ts'
import { openTrainer } from '#nn/trainer.ts'
import { frozenNames } from '#nn/training/freezing.ts'
import { drawnPatches } from './drawn.ts'
import { errors, frozenFixture, namesDigest, subjectOf } from './network-fixture.ts'
import { blocked, portable } from './runtimes.ts'

/** Where batch normalisation uses its running statistics, float32 strays little, and the gradient must be PyTorch's
 *  float64 one within 1e-3 of every tensor's norm. So much one ReLU may cost whose input is 0 but for rounding; else it is
 *  a thousandth of that. One network of each kind of block: the larger ones are built of the same, and training.test.ts holds
 *  their wiring. On TensorFlow.js, optimizers.test.ts has the frozen cases. */
describe('with frozen batch normalisation, gradients are those of PyTorch', () => {
  for (const [name, runtimes] of [
    ['efficientnet-b0', [blocked, portable]],
    ['resnet-50', [blocked, portable]],
    ['resnext-50-32x4d', [blocked]],
    ['densenet-201', [blocked]],
  ] as const) {
    for (const { name: runtimeName, runtime } of runtimes) {
      it(`of ${name}, ${runtimeName}`, async () => {
        const fixture = frozenFixture(name)
        const { network, parameters, shape } = subjectOf(fixture, 'use')
        expect(namesDigest(network)).toBe(fixture.names)
        const trainer = await openTrainer({
          runtime,
          network,
          batch: fixture.batch,
          parameters,
          optimizer: { name: 'sgd', weightDecay: 0, momentum: 0, nesterov: false },
          statisticsMomentum: 0.1,
          frozen: frozenNames(network, { parameters: [], statistics: parameterGroups }),
          gradients: true,
        })
        const { loss, gradients } = await trainer.step({
          ...drawnPatches(shape, fixture.classes, fixture.firstBatch),
          learningRate: 0,
          seed: 1,
        })
        await trainer.close()
        expect(Math.abs(loss - fixture.loss)).toBeLessThan(1e-5 * fixture.loss)
        const names = network.parameters.filter(({ role }) => role === 'trainable').map((one) => one.name)
        for (const { name: tensor, ours, norm } of errors(fixture.gradients, names, gradients))
          expect(ours, tensor).toBeLessThan(1e-3 * norm)
      })
    }
  }
})
