import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { float } from './graph/types.ts'
import { lowerPortable } from './lowering/portable.ts'
import type { Network } from './network.ts'
import { type AdamOptions, defaultAdam } from './optimizers/adam.ts'
import { initialParameters } from './parameters.ts'
import { openOnnxRuntime } from './runtimes/onnxruntime.ts'
import type { Runtime } from './runtimes/types.ts'
import { floatEntry, numbersOf, type TensorMap } from './tensor.ts'
import { type DoubleArray, doubles } from './testing/array.ts'
import { interpret } from './testing/interpreter.ts'
import { randomTensor, relativeError } from './testing/random-tensors.ts'
import { smallNetwork } from './testing/small-network.ts'
import { openTrainer, type StepResult, type Trainer, type TrainerOptions } from './trainer.ts'
import { defaultLoss } from './training/losses/loss.ts'
import { buildStepGraph } from './training/step-graph.ts'

const batch = 3
const statisticsMomentum = 0.1
let runtime: Runtime
/** The same runtime told that it has no blocked convolutions, as on a graphics card. */
let portable: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
  portable = { ...runtime, block: 0 }
})

const images = (network: Network, seed = 1) => randomTensor([batch, 3, network.size, network.size], seed).data
const targets = Float32Array.of(1, 0, 0, 0.25, 0.5, 0.25, 0, 0, 1)

function open(network: Network, options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const parameters = initialParameters(network, 4)
  return openTrainer({ runtime, network, batch, parameters, optimizer: defaultAdam, statisticsMomentum, ...options })
}

async function oneStep(
  network: Network,
  options: Partial<TrainerOptions> = {},
  learningRate = 0.01,
): Promise<StepResult & { after: TensorMap }> {
  const trainer = await open(network, { gradients: true, ...options })
  const result = await trainer.step({ images: images(network), targets, learningRate, seed: 9 })
  const after = trainer.parameters()
  await trainer.close()
  return { ...result, after }
}

/** The step's own graph at a point, judged in double precision. Packs hold one parameter each. */
function judged(
  network: Network,
  parameters: TensorMap,
): { lossWith(name: string, values: Float64Array): number; values: ReadonlyMap<string, DoubleArray> } {
  const step = buildStepGraph({
    network,
    batch,
    loss: { ...defaultLoss, labelSmoothing: 0.1 },
    statisticsMomentum,
    packLimit: 1,
    gradients: true,
  })
  const graph = lowerPortable(step.graph)
  const lossOnly = removeDeadNodes({ ...graph, outputs: graph.outputs.filter(({ name }) => name === 'loss') })
  const run = (wanted: typeof graph, changed?: string, instead?: Float64Array) => {
    const feeds = new Map<string, DoubleArray>([
      ['image', doubles([batch, 3, network.size, network.size], images(network))],
      ['target', doubles([batch, network.classes], targets)],
    ])
    for (const { name: input, length, members } of [...step.trained, ...step.statistics]) {
      const name = members[0]?.name ?? ''
      const values = name === changed ? instead : undefined
      feeds.set(input, doubles([length], values ?? numbersOf(floatEntry(parameters, name))))
    }
    return interpret(wanted, feeds)
  }
  const lossWith = (name: string, values: Float64Array) =>
    (run(lossOnly, name, values).get('loss') as DoubleArray).data[0] as number
  return { lossWith, values: run(graph) }
}

describe('a training step', () => {
  const network = smallNetwork()
  const parameters = initialParameters(network, 4)
  const trainable = network.parameters.filter(({ role }) => role === 'trainable')

  it('has gradients that agree with central differences of its loss', () => {
    const { lossWith, values } = judged(network, parameters)
    for (const { name, shape } of trainable) {
      // Along one random direction a parameter: its slope is the gradient's projection.
      const direction = randomTensor(shape, 77).data
      const start = floatEntry(parameters, name).data
      const lossAt = (step: number) =>
        lossWith(
          name,
          Float64Array.from(start, (v, i) => v + step * (direction[i] as number)),
        )
      const step = 1e-5
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step)
      const gradient = values.get(`grad.${name}`) as DoubleArray
      const projection = gradient.data.reduce((sum, value, i) => sum + value * (direction[i] as number), 0)
      expect(Math.abs(projection - slope)).toBeLessThan(1e-5 * (Math.abs(slope) + 0.01))
    }
  })

  for (const layout of ['blocked', 'portable'] as const) {
    it(`computes in float32, ${layout}, what its graph says in double precision`, async () => {
      const { values } = judged(network, parameters)
      const step = await oneStep(network, {
        loss: { ...defaultLoss, labelSmoothing: 0.1 },
        runtime: layout === 'blocked' ? runtime : portable,
      })
      expect(step.loss).toBeCloseTo((values.get('loss') as DoubleArray).data[0] as number, 5)
      for (const { name } of trainable) {
        const expected = values.get(`grad.${name}`) as DoubleArray
        expect(relativeError(floatEntry(step.gradients, name).data, expected.data)).toBeLessThan(2e-4)
      }
    })
  }

  it('follows the batch as fast as the network says, where its file does', async () => {
    const network = smallNetwork()
    const nodes = network.graph.nodes.map((node) =>
      node.type === 'BatchNormalization'
        ? { ...node, attributes: { ...node.attributes, momentum: float(0.99) } }
        : node,
    )
    const [own, usual] = [{ ...network, graph: { ...network.graph, nodes } }, network]
    const means = [(await oneStep(own)).after, (await oneStep(usual)).after].map((after) =>
      numbersOf(floatEntry(after, 'stem.1.running_mean')),
    )
    for (const [channel, mean] of (means[1] ?? []).entries()) expect(means[0]?.[channel]).toBeCloseTo(mean / 10, 6)
    const asked = (await oneStep(own, { momentumForAll: true })).after
    expect(numbersOf(floatEntry(asked, 'stem.1.running_mean'))).toEqual(means[1])
  })

  it('keeps running statistics as PyTorch does: unbiased variance, momentum as the share of the batch', async () => {
    const { after } = await oneStep(network)
    const { values } = judged(network, parameters)
    // The stem's convolution is what its normalisation sees.
    const seen = [...values].find(([, value]) => value.shape.join() === `${batch},24,4,4`)?.[1] as DoubleArray
    const places = batch * 16
    for (const channel of [0, 7, 23]) {
      const mine: number[] = []
      for (let n = 0; n < batch; n++)
        for (let p = 0; p < 16; p++) mine.push(seen.data[(n * 24 + channel) * 16 + p] as number)
      const mean = mine.reduce((a, b) => a + b) / places
      const variance = mine.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (places - 1)
      expect(floatEntry(after, 'stem.1.running_mean').data[channel]).toBeCloseTo(0.1 * mean, 5)
      expect(floatEntry(after, 'stem.1.running_var').data[channel]).toBeCloseTo(0.9 + 0.1 * variance, 5)
    }
  })

  it('moves parameters as Adam with weight decay does, over ten steps', async () => {
    const optimizer: AdamOptions = { name: 'adam', weightDecay: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-6 }
    const trainer = await open(network, { optimizer, gradients: true })
    const name = 'classifier.weight'
    const expected = Float64Array.from(floatEntry(parameters, name).data)
    const [m, v] = [new Float64Array(expected.length), new Float64Array(expected.length)]
    for (let t = 1; t <= 10; t++) {
      const before = floatEntry(trainer.parameters(), name).data
      const { gradients } = await trainer.step({ images: images(network, t), targets, learningRate: 0.02, seed: t })
      const gradient = floatEntry(gradients, name).data
      for (let i = 0; i < expected.length; i++) {
        const g = (gradient[i] as number) + 0.01 * (before[i] as number)
        m[i] = 0.9 * (m[i] as number) + 0.1 * g
        v[i] = 0.99 * (v[i] as number) + 0.01 * g * g
        const denominator = Math.sqrt((v[i] as number) / (1 - 0.99 ** t)) + 1e-6
        expected[i] = (expected[i] as number) - (0.02 * ((m[i] as number) / (1 - 0.9 ** t))) / denominator
      }
    }
    expect(relativeError(floatEntry(trainer.parameters(), name).data, expected)).toBeLessThan(1e-5)
    await trainer.close()
  })

  it('leaves alone the groups whose rate is 0', async () => {
    const trainer = await open(network)
    await trainer.step({ images: images(network), targets, learningRate: { first: 0, middle: 0, head: 0.1 }, seed: 1 })
    const after = trainer.parameters()
    await trainer.close()
    expect(after.get('stem.0.weight')).toEqual(parameters.get('stem.0.weight'))
    expect(after.get('classifier.weight')).not.toEqual(parameters.get('classifier.weight'))
  })

  it('gives the same bytes for the same seed, and others for another', async () => {
    const noisy = smallNetwork({ noise: 0.4 })
    const first = await oneStep(noisy)
    const again = await oneStep(noisy)
    expect(again).toEqual(first)
    const trainer = await open(noisy)
    const other = await trainer.step({ images: images(noisy), targets, learningRate: 0.01, seed: 10 })
    await trainer.close()
    expect(other.loss).not.toBe(first.loss)
  })

  it("lets a photograph's masks follow its own seed, wherever in the batch it stands", async () => {
    const noisy = smallNetwork({ noise: 0.4 })
    const [pixels, seeds] = [images(noisy), [11, 22, 33]]
    const logitsIn = async (order: readonly number[]) => {
      const trainer = await open(noisy)
      const rows = (values: ArrayLike<number>) => {
        const width = values.length / batch
        return order.flatMap((row) => Array.from(values).slice(row * width, (row + 1) * width))
      }
      const { logits } = await trainer.step({
        ...{ images: Float32Array.from(rows(pixels)), targets: Float32Array.from(rows(targets)) },
        ...{ learningRate: 0.01, seed: Uint32Array.from(rows(seeds)) },
      })
      await trainer.close()
      return order.map((_, row) => Array.from(logits.slice(order.indexOf(row) * 3, order.indexOf(row) * 3 + 3)))
    }
    const [straight, turned] = [await logitsIn([0, 1, 2]), await logitsIn([2, 0, 1])]
    for (const [row, values] of straight.entries()) {
      for (const [place, value] of values.entries()) expect(turned[row]?.[place]).toBeCloseTo(value, 5)
    }
    const trainer = await open(noisy)
    const short = { images: pixels, targets, learningRate: 0.01, seed: Uint32Array.of(1, 2) }
    await expect(trainer.step(short)).rejects.toMatchObject({ code: 'length_mismatch' })
    await trainer.close()
  })

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const noisy = smallNetwork({ noise: 0.4 })
    const run = (trainer: Trainer, t: number) =>
      trainer.step({ images: images(noisy, t), targets, learningRate: 0.01, seed: 5 })
    const whole = await open(noisy)
    for (const t of [1, 2]) await run(whole, t)
    const resumed = await open(noisy, { parameters: whole.parameters(), optimizerState: whole.optimizerState() })
    for (const t of [3, 4]) {
      const [a, b] = [await run(whole, t), await run(resumed, t)]
      expect(b).toEqual(a)
    }
    expect(resumed.parameters()).toEqual(whole.parameters())
    expect(resumed.steps).toBe(4)
    await whole.close()
    await resumed.close()
  })

  it('learns a batch by heart', async () => {
    const trainer = await open(network)
    const losses: number[] = []
    for (let t = 0; t < 40; t++) {
      losses.push((await trainer.step({ images: images(network), targets, learningRate: 0.02, seed: 1 })).loss)
    }
    await trainer.close()
    // What is left is the entropy of the soft target, 1.04 nats over three photographs.
    expect(losses.at(-1)).toBeLessThan(0.45)
  })

  it('refuses parameters that are missing or of another size', async () => {
    const wrong = new Map(parameters)
    wrong.delete('stem.0.weight')
    await expect(open(network, { parameters: wrong })).rejects.toThrow('stem.0.weight')
    const other = initialParameters(smallNetwork({ classes: 4 }), 1)
    await expect(open(network, { parameters: other })).rejects.toMatchObject({ code: 'length_mismatch' })
  })
})

describe('a trainer whose step failed', () => {
  it('takes no other: its vectors may be half of the one, half of the next', async () => {
    const network = smallNetwork()
    let fails = false
    const breaking: Runtime = {
      ...runtime,
      vectorSession: async (bytes) => {
        const session = await runtime.vectorSession(bytes)
        const run: typeof session.run = async (...given) => {
          if (fails) throw new AppError('compute_failed', 'The device was lost.')
          return session.run(...given)
        }
        const { inputs, outputs, partial } = session
        return { inputs, outputs, partial, run, close: () => session.close() }
      },
    }
    const trainer = await open(network, { runtime: breaking })
    const step = () => trainer.step({ images: images(network), targets, learningRate: 0.01, seed: 9 })
    await step()
    const wrong = { images: new Float32Array(5), targets, learningRate: 0.01, seed: 9 }
    await expect(trainer.step(wrong)).rejects.toMatchObject({ code: 'length_mismatch' })
    await step()
    fails = true
    await expect(step()).rejects.toThrow('device was lost')
    fails = false
    await expect(step()).rejects.toThrow('go on from what was kept')
    expect(() => trainer.parameters()).toThrow('go on from what was kept')
    await trainer.close()
  })
})
