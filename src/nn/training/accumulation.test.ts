import { beforeAll, describe, expect, it } from 'vitest'
import { defaultOptimizer } from '../optimizers/registry.ts'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { randomTensor } from '../testing/random-tensors.ts'
import { smallNetwork } from '../testing/small-network.ts'
import { openTrainer, type Trainer, type TrainerOptions } from '../trainer.ts'

const batch = 3
const network = smallNetwork()
const targets = Float32Array.of(1, 0, 0, 0, 0.5, 0.5, 0, 0, 1)
let processor: Runtime
beforeAll(async () => {
  processor = await openOnnxRuntime('cpu', { threads: 2 })
})

function openOn(runtime: Runtime, options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return openTrainer({
    runtime,
    network,
    batch,
    parameters: initialParameters(network, 4),
    optimizer: defaultOptimizer('adam'),
    statisticsMomentum: 0.1,
    accumulates: true,
    ...options,
  })
}

const examples = (seed: number) => ({
  images: randomTensor([batch, 3, network.size, network.size], seed).data,
  targets,
  seed: 9,
})

/** Trained values only: running statistics count every batch. */
function trained(trainer: Trainer) {
  const names = network.parameters.filter(({ role }) => role === 'trainable').map(({ name }) => name)
  const all = trainer.parameters()
  return names.map((name) => all.get(name))
}

describe.each(['blocked', 'portable'] as const)('accumulated gradients, %s', (layout) => {
  const open = (options?: Partial<TrainerOptions>) =>
    openOn(layout === 'blocked' ? processor : { ...processor, block: 0 }, options)

  it('of the same batch twice move the parameters to where one of it does, to the byte', async () => {
    const [once, twice, plain] = [await open(), await open(), await open({ accumulates: false })]
    for (const step of [1, 2, 3]) {
      const learningRate = 0.01
      await once.step({ ...examples(step), learningRate })
      await plain.step({ ...examples(step), learningRate })
      await twice.accumulate(examples(step))
      await twice.step({ ...examples(step), learningRate })
    }
    expect(trained(twice)).toEqual(trained(once))
    expect(trained(plain)).toEqual(trained(once))
    expect(twice.steps).toBe(3)
    for (const trainer of [once, twice, plain]) await trainer.close()
  })

  it('leave parameters and optimizer as they are until the step', async () => {
    const trainer = await open()
    const before = trained(trainer)
    await trainer.accumulate(examples(1))
    expect(trained(trainer)).toEqual(before)
    expect(trainer.steps).toBe(0)
    expect(() => trainer.optimizerState()).toThrow('the step is not done yet')
    await trainer.step({ ...examples(2), learningRate: 0.01 })
    expect(trained(trainer)).not.toEqual(before)
    expect(trainer.optimizerState().step).toBe(1)
    await trainer.close()
  })

  it('draw other masks for every batch of a step', async () => {
    const noisy = smallNetwork({ noise: 0.4 })
    const trainer = await open({ network: noisy, parameters: initialParameters(noisy, 4) })
    const losses = []
    for (let i = 0; i < 2; i++) losses.push((await trainer.accumulate(examples(1))).loss)
    await trainer.close()
    expect(losses[0]).not.toBe(losses[1])
  })

  it('are refused by a trainer that was not opened for them', async () => {
    const trainer = await open({ accumulates: false })
    await expect(trainer.accumulate(examples(1))).rejects.toMatchObject({ code: 'usage' })
    await trainer.close()
  })
})
