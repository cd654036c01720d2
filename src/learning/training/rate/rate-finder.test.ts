import { beforeAll, describe, expect, it } from 'vitest'
import { defaultOptimizer } from '#nn/optimizers/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { randomTensor } from '#nn/testing/random-tensors.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { openTrainer } from '#nn/trainer.ts'
import type { Progress } from '#shared/progress.ts'
import type { Batch } from '../../data/batches.ts'
import { rampedRates, SmoothedLoss, suggestRates } from './rate-curve.ts'
import { findRate, type RateFinderOptions } from './rate-finder.ts'

describe('the curve of a range test', () => {
  it('has rates that grow by the same factor', () => {
    const rates = rampedRates(1e-4, 1, 5)
    for (const [place, rate] of [1e-4, 1e-3, 1e-2, 1e-1, 1].entries()) expect(rates[place]).toBeCloseTo(rate, 12)
    expect(() => rampedRates(0, 1, 5)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  it('is smoothed without a trace of where the average started', () => {
    const smoothed = new SmoothedLoss(0.9)
    expect([3, 3, 3].map((loss) => smoothed.next(loss))).toEqual([3, 3, 3].map((loss) => expect.closeTo(loss, 12)))
    // (0.9·2 + 1·5)/(0.9 + 1)
    const two = new SmoothedLoss(0.9)
    two.next(2)
    expect(two.next(5)).toBeCloseTo(6.8 / 1.9, 12)
  })

  it('suggests where the loss falls fastest, and a tenth of where it is least', () => {
    const rates = rampedRates(1e-5, 1, 6)
    const { steepest, minimumTenth } = suggestRates({ rates, losses: [2, 1.9, 1.2, 1, 1.5, 9] })
    expect(steepest).toBeCloseTo(1e-4, 12)
    expect(minimumTenth).toBeCloseTo(1e-3, 12)
    expect(suggestRates({ rates, losses: [1, 2, 3, 4, 5, 6] }).steepest).toBeNull()
  })

  it('suggests nothing by the first tenth, where smoothing has seen too little', () => {
    const rates = rampedRates(1e-5, 1, 20)
    const losses = rates.map((_, place) => (place < 2 ? 9 - 8.9 * place : 2 - place / 100))
    expect(suggestRates({ rates, losses })).toEqual({
      steepest: expect.any(Number),
      minimumTenth: (rates[19] ?? 0) / 10,
    })
    expect(suggestRates({ rates, losses }).steepest).toBeGreaterThan(rates[1] as number)
  })
})

describe('finding the rate of a small network', () => {
  const network = smallNetwork()
  let runtime: Runtime
  beforeAll(async () => {
    runtime = await openOnnxRuntime('cpu', { threads: 1 })
  })

  async function* batches(count: number): AsyncGenerator<Batch> {
    // Always the same: what is looked at is the rate.
    const images = Float32Array.from(randomTensor([3, 3, network.size, network.size], 1).data)
    const targets = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
    for (let made = 0; made < count; made++)
      yield { images, targets, oedema: new Float32Array(9), seed: new Uint32Array(3) }
  }
  async function find(options: Partial<RateFinderOptions>, count = 100) {
    const trainer = await openTrainer({
      ...{ runtime, network, batch: 3, parameters: initialParameters(network, 4), statisticsMomentum: 0.1 },
      optimizer: defaultOptimizer('sgd'),
    })
    try {
      return { ...(await findRate(trainer, batches(count), options)), steps: trainer.steps }
    } finally {
      await trainer.close()
    }
  }

  it('stops where the loss diverges, and suggests rates with which it falls', async () => {
    const told: Progress[] = []
    const found = await find({ from: 1e-4, to: 1e5, count: 60, smoothing: 0.5, onProgress: (one) => told.push(one) })
    expect(found.steps).toBeLessThan(60)
    expect(found.losses).toHaveLength(found.rates.length)
    const start = found.losses[0] as number
    const lossAt = (rate: number) => found.losses[found.rates.findIndex((one) => one >= rate * 0.999)] as number
    expect(Math.min(...found.losses)).toBeLessThan(start / 2)
    expect(lossAt(found.steepest as number)).toBeLessThan(start)
    expect(found.minimumTenth).toBeLessThan(found.rates.at(-1) as number)
    expect([told[0]?.done, told.at(-1)?.done]).toEqual([0, 60])
    expect(await find({ from: 1e-4, to: 1e5, count: 60, smoothing: 0.5 })).toEqual(found)
  })

  it('ends with the last batch, and where the rates of the parts are 0, learns nothing', async () => {
    const found = await find({ ratesOf: () => ({ head: 0, middle: 0, first: 0 }), smoothing: 0 }, 5)
    expect(found.rates).toHaveLength(5)
    for (const loss of found.losses) expect(loss).toBeCloseTo(found.losses[0] as number, 5)
  })

  it('says so where there is nothing to find, or nobody wants to know any more', async () => {
    await expect(find({}, 1)).rejects.toMatchObject({ code: 'compute_failed' })
    await expect(find({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})
