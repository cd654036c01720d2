import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defaultOptimizer, type OptimizerOptions } from '#nn/optimizers/registry.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { floatEntry, type TensorMap } from '#nn/tensor.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { openTrainer, type Trainer } from '#nn/trainer.ts'
import { frozenNames } from '#nn/training/freezing.ts'
import { drawnBatch, drawnParameters, projections } from './drawn.ts'
import { blocked, portable, tensorflow } from './runtimes.ts'

const recordSchema = z.record(
  z.string(),
  z.object({ norm: z.number(), error: z.number(), projections: z.array(z.number()) }),
)
const groupSchema = z.enum(['first', 'middle', 'head'])
const caseSchema = z.object({
  name: z.string(),
  optimizer: z.looseObject({ name: z.string() }),
  learningRate: z.union([z.number(), z.record(groupSchema, z.number())]),
  frozen: z
    .object({
      parameters: z.array(groupSchema),
      exceptBatchNorm: z.boolean().optional(),
      statistics: z.array(groupSchema).optional(),
    })
    .default({ parameters: [] }),
  clipping: z.object({ by: z.enum(['norm', 'value']), limit: z.number() }).optional(),
  accumulated: z.int().default(1),
  averaging: z.object({ decay: z.number(), warmUp: z.boolean() }).optional(),
  losses: z.array(z.number()),
  lossErrors: z.array(z.number()),
  parameters: recordSchema,
  averages: recordSchema.optional(),
})
type Case = z.infer<typeof caseSchema>
const fixtureSchema = z.object({
  size: z.int(),
  batch: z.int(),
  classes: z.int(),
  momentum: z.number(),
  cases: z.array(caseSchema),
})

const path = new URL('./fixtures/optimizers.json', import.meta.url)
const fixture = fixtureSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
const { size, batch, classes } = fixture
const network = smallNetwork({ size, classes })
const parameters = drawnParameters(network, 'training')

async function trained(one: Case, runtime: Runtime): Promise<{ trainer: Trainer; losses: number[] }> {
  const trainer = await openTrainer({
    runtime,
    network,
    batch,
    parameters,
    optimizer: { ...defaultOptimizer(one.optimizer.name), ...one.optimizer } as OptimizerOptions,
    statisticsMomentum: fixture.momentum,
    frozen: frozenNames(network, one.frozen),
    clipping: one.clipping,
    averaging: one.averaging,
    accumulates: one.accumulated > 1,
  })
  const losses: number[] = []
  for (const step of one.losses.keys()) {
    const batchAt = (place: number) => drawnBatch([batch, 3, size, size], classes, step * one.accumulated + place)
    const last = one.accumulated - 1
    for (let place = 0; place < last; place++) await trainer.accumulate({ ...batchAt(place), seed: 1 })
    losses.push((await trainer.step({ ...batchAt(last), learningRate: one.learningRate, seed: 1 })).loss)
  }
  return { trainer, losses }
}

/** The distance of each tensor to PyTorch's in float64 is at most three times that of PyTorch's own in float32. */
function judge(recorded: z.infer<typeof recordSchema>, tensors: TensorMap): void {
  for (const [place, [name, { norm, error, projections: expected }]] of Object.entries(recorded).entries()) {
    const actual = projections(floatEntry(tensors, name).data, place, expected.length)
    // The mean square of projections on standard normal directions is the square of the norm.
    const squares = actual.map((value, k) => (value - (expected[k] as number)) ** 2)
    const ours = Math.sqrt(squares.reduce((a, b) => a + b) / squares.length)
    expect(ours, name).toBeLessThanOrEqual(3 * error + 1e-6 * norm)
  }
}

describe('ten steps leave what they leave in PyTorch', () => {
  for (const { name: runtimeName, runtime } of [blocked, portable, tensorflow]) {
    for (const one of fixture.cases) {
      it(`${one.name}, ${runtimeName}`, async () => {
        const { trainer, losses } = await trained(one, runtime)
        const [last, averages] = [trainer.parameters(), trainer.averagedParameters()]
        await trainer.close()
        for (const [step, loss] of one.losses.entries()) {
          const allowed = 3 * (one.lossErrors[step] as number) + 1e-5 * loss
          expect(Math.abs((losses[step] as number) - loss), `loss of step ${step}`).toBeLessThanOrEqual(allowed)
        }
        judge(one.parameters, last)
        expect(averages === null).toBe(one.averages === undefined)
        if (one.averages !== undefined) judge(one.averages, averages ?? new Map())
      })
    }
  }
})
