import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { openClassifier } from '#nn/classifier.ts'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { floatEntry, type TensorMap } from '#nn/tensor.ts'
import { openTrainer, type StepResult } from '#nn/trainer.ts'
import { drawnBatch, drawnParameters, projections } from './drawn.ts'

const recordSchema = z.record(
  z.string(),
  z.object({ norm: z.number(), error: z.number(), projections: z.array(z.number()) }),
)
type Recorded = z.infer<typeof recordSchema>

const fixtureSchema = z.object({
  architecture: z.string(),
  size: z.int(),
  batch: z.int(),
  classes: z.int(),
  adam: z.object({
    learningRate: z.number(),
    weightDecay: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
  }),
  logits: z.array(z.number()),
  losses: z.array(z.number()),
  lossErrors: z.array(z.number()),
  gradients: recordSchema,
  statistics: recordSchema,
  parameters: recordSchema,
})

/** Estimate of each tensor's error norm, from its projections on standard normal directions, against PyTorch's. */
function errors(
  recorded: Recorded,
  tensors: TensorMap,
): readonly { name: string; ours: number; theirs: number; norm: number }[] {
  return Object.entries(recorded).map(([name, { norm, error, projections: expected }], place) => {
    const actual = projections(floatEntry(tensors, name).data, place, expected.length)
    const squares = actual.map((value, k) => (value - (expected[k] as number)) ** 2)
    return { name, ours: Math.sqrt(squares.reduce((a, b) => a + b) / squares.length), theirs: error, norm }
  })
}

/** What PyTorch in float64 says is right; what it errs by in float32 is the measure. */
for (const architecture of ['efficientnet-b0'] as const) {
  describe(`${architecture} beside PyTorch`, () => {
    const path = new URL(`./fixtures/${architecture}.json`, import.meta.url)
    const fixture = fixtureSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const { size, batch, classes } = fixture
    const network = buildNetwork({ architecture, classes, size, dropout: 0, stochasticDepth: 0 })
    const parameters = drawnParameters(network)
    const shape = [batch, 3, size, size]
    let runtime: Runtime
    beforeAll(async () => {
      runtime = await openOnnxRuntime('cpu', { threads: 2 })
    })

    it('gives the same logits within 1e-4 when used', async () => {
      const classifier = await openClassifier(runtime, encodeModel(inferenceModel(network, parameters)), { batch })
      const { logits } = await classifier.classify(drawnBatch(shape, classes, 0).images, batch)
      await classifier.close()
      const largest = Math.max(...fixture.logits.map(Math.abs))
      for (const [i, value] of fixture.logits.entries())
        expect(Math.abs((logits[i] as number) - value)).toBeLessThan(1e-4 * largest)
    })

    for (const layout of ['blocked', 'portable'] as const) {
      it(`trains as it does, ${layout}: losses, gradients, running statistics, ten steps of Adam`, async () => {
        const { learningRate, ...adam } = fixture.adam
        const trainer = await openTrainer({
          runtime: layout === 'blocked' ? runtime : { ...runtime, block: 0 },
          network,
          batch,
          parameters,
          optimizer: { name: 'adam', ...adam },
          statisticsMomentum: findArchitecture(architecture).statisticsMomentum,
          gradients: true,
        })
        const steps: StepResult[] = []
        let afterFirst: TensorMap = new Map()
        for (const step of fixture.losses.keys()) {
          steps.push(await trainer.step({ ...drawnBatch(shape, classes, step), learningRate, seed: 1 }))
          if (step === 0) afterFirst = trainer.parameters()
        }
        const last = trainer.parameters()
        await trainer.close()

        expect(steps[0]?.loss).toBeCloseTo(fixture.losses[0] as number, 4)
        const whole = Math.hypot(...Object.values(fixture.gradients).map(({ norm }) => norm))
        for (const { name, ours, theirs } of errors(fixture.gradients, steps[0]?.gradients ?? new Map())) {
          expect(ours, `gradient of ${name}`).toBeLessThanOrEqual(3 * theirs + 1e-6 * whole)
        }
        for (const { name, ours, norm } of errors(fixture.statistics, afterFirst)) {
          expect(ours, name).toBeLessThanOrEqual(1e-4 * norm + 1e-6)
        }
        // Adam's first steps have the size of the rate whatever the gradient's, so that float32's noise in small
        // gradients shows in full; PyTorch's own float32 run strays from its float64 run likewise.
        for (const [step, loss] of fixture.losses.entries()) {
          const allowed = 3 * (fixture.lossErrors[step] as number) + 2e-3 * Math.abs(loss)
          expect(Math.abs((steps[step]?.loss ?? Number.NaN) - loss), `loss of step ${step}`).toBeLessThanOrEqual(
            allowed,
          )
        }
        for (const { name, ours, theirs, norm } of errors(fixture.parameters, last)) {
          expect(ours, `${name} after ten steps`).toBeLessThanOrEqual(3 * theirs + 2e-3 * norm)
        }
      })
    }
  })
}
