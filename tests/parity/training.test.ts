import { beforeAll, describe, expect, it } from 'vitest'
import { findArchitecture } from '#nn/architectures/registry.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { openTrainer, type StepResult } from '#nn/trainer.ts'
import { drawnPatches } from './drawn.ts'
import { errors, expectLogits, namesDigest, subjectOf, trainedFixture } from './network-fixture.ts'

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

/** What PyTorch in float64 says is right; what it errs by in float32 is the measure. */
for (const [name, own] of Object.entries(layouts)) {
  describe(`${name} beside PyTorch`, () => {
    const fixture = trainedFixture(name)
    const subject = subjectOf(fixture)
    const { network, parameters, shape } = subject

    it('has the same names and shapes, and the same logits within 1e-4 when used', async () => {
      expect(namesDigest(network)).toBe(fixture.names)
      await expectLogits(runtime, fixture, subject)
    })

    for (const layout of own) {
      it(`trains as it does, ${layout}`, async () => {
        const { learningRate, ...adam } = fixture.adam
        const trainer = await openTrainer({
          runtime: layout === 'blocked' ? runtime : { ...runtime, block: 0 },
          network,
          batch: fixture.batch,
          parameters,
          optimizer: { name: 'adam', ...adam },
          statisticsMomentum: findArchitecture(network.architecture).statisticsMomentum,
          gradients: true,
        })
        const steps: StepResult[] = []
        let afterFirst: TensorMap = new Map()
        for (const step of fixture.losses.keys()) {
          steps.push(await trainer.step({ ...drawnPatches(shape, fixture.classes, step), learningRate, seed: 1 }))
          if (step === 0) afterFirst = trainer.parameters()
        }
        const last = trainer.parameters()
        await trainer.close()

        const named = (role: string) => network.parameters.filter((one) => one.role === role).map((one) => one.name)
        expect(steps[0]?.loss).toBeCloseTo(fixture.losses[0] as number, 4)
        const whole = Math.hypot(...fixture.gradients.map(([norm]) => norm as number))
        const gradients = steps[0]?.gradients ?? new Map()
        for (const { name, ours, theirs } of errors(fixture.gradients, named('trainable'), gradients))
          expect(ours, `gradient of ${name}`).toBeLessThanOrEqual(3 * theirs + 1e-6 * whole)
        for (const { name, ours, norm } of errors(fixture.statistics, named('statistic'), afterFirst))
          expect(ours, name).toBeLessThanOrEqual(1e-4 * norm + 1e-6)
        if (fixture.parameters === undefined) return

        // Adam's first steps have the size of the rate whatever the gradient's, so that float32's noise in small
        // gradients shows in full; PyTorch's own float32 run strays from its float64 run likewise.
        for (const [step, loss] of fixture.losses.entries()) {
          const allowed = 3 * (fixture.lossErrors[step] as number) + 2e-3 * Math.abs(loss)
          const found = steps[step]?.loss ?? Number.NaN
          expect(Math.abs(found - loss), `loss of step ${step}`).toBeLessThanOrEqual(allowed)
        }
        for (const { name, ours, theirs, norm } of errors(fixture.parameters, [...parameters.keys()], last))
          expect(ours, `${name} after the last step`).toBeLessThanOrEqual(3 * theirs + 2e-3 * norm)
      })
    }
  })
}
