import { beforeAll, describe, expect, it } from 'vitest'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { optimizerVariants } from '../testing/optimizer-variants.ts'
import { randomTensor } from '../testing/random-tensors.ts'
import { smallNetwork } from '../testing/small-network.ts'
import { openTrainer, type Trainer, type TrainerOptions } from '../trainer.ts'
import { defaultOptimizer } from './registry.ts'

const batch = 3
const network = smallNetwork({ noise: 0.3 })
let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

function open(options: Partial<TrainerOptions> & Pick<TrainerOptions, 'optimizer'>): Promise<Trainer> {
  return openTrainer({
    runtime,
    network,
    batch,
    parameters: initialParameters(network, 4),
    statisticsMomentum: 0.1,
    clipping: { by: 'norm', limit: 0.5 },
    averaging: { decay: 0.99, warmUp: true },
    accumulates: true,
    ...options,
  })
}

/** One step of two batches accumulated and a third. */
async function takeStep(trainer: Trainer): Promise<void> {
  for (const place of [0, 1, 2]) {
    const images = randomTensor([batch, 3, network.size, network.size], 10 * trainer.steps + place).data
    const targets = Float32Array.of(1, 0, 0, 0, 0.5, 0.5, 0, 0, 1)
    if (place < 2) await trainer.accumulate({ images, targets, seed: 7 })
    else await trainer.step({ images, targets, seed: 7, learningRate: { first: 1e-3, middle: 3e-3, head: 1e-2 } })
  }
}

describe('a run that goes on from a checkpoint gives the same bytes as one that never stopped', () => {
  for (const optimizer of optimizerVariants) {
    it(`with ${JSON.stringify(optimizer)}`, async () => {
      const whole = await open({ optimizer })
      for (let step = 0; step < 7; step++) await takeStep(whole)
      const stopped = await open({ optimizer })
      for (let step = 0; step < 3; step++) await takeStep(stopped)
      const resumed = await open({
        optimizer,
        parameters: stopped.parameters(),
        optimizerState: stopped.optimizerState(),
      })
      for (let step = 3; step < 7; step++) await takeStep(resumed)
      expect(resumed.steps).toBe(7)
      expect(resumed.parameters()).toEqual(whole.parameters())
      expect(resumed.averagedParameters()).toEqual(whole.averagedParameters())
      expect(resumed.optimizerState()).toEqual(whole.optimizerState())
      for (const trainer of [whole, stopped, resumed]) await trainer.close()
    })
  }
})

it('keeps for every trained parameter what the optimizer asks for, by name', async () => {
  const trainer = await open({ optimizer: defaultOptimizer('sgd'), averaging: undefined })
  const trained = network.parameters.filter(({ role }) => role === 'trainable')
  const { tensors } = trainer.optimizerState()
  await trainer.close()
  expect([...tensors.keys()].toSorted()).toEqual(trained.map(({ name }) => `momentum.${name}`).toSorted())
  for (const { name, shape } of trained) expect(tensors.get(`momentum.${name}`)?.shape).toEqual(shape)
})

it('refuses a state that lacks a parameter', async () => {
  const optimizer = defaultOptimizer('adam')
  const trainer = await open({ optimizer })
  const { step, tensors } = trainer.optimizerState()
  await trainer.close()
  const fewer = new Map([...tensors].filter(([name]) => name !== 'second.classifier.bias'))
  await expect(open({ optimizer, optimizerState: { step, tensors: fewer } })).rejects.toThrow('classifier.bias')
})

it('names the optimizers there are where another is asked for', () => {
  expect(() => defaultOptimizer('lion')).toThrow('sgd, rmsprop, adam, adamw, radam')
})
