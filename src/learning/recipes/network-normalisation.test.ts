import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imagenetNormalisation, type Normalisation, normalise } from '#imaging/normalise.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { openClassifier } from '#nn/classifier.ts'
import { decodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { openTrainer } from '#nn/trainer.ts'
import { importModel } from '../models/import-model.ts'
import { encodeTrained } from '../models/model-file.ts'
import { withNormalisation, withOwnNormalisation } from './network-normalisation.ts'
import { networkOf } from './recipe-network.ts'
import { resolveRecipe } from './recipes.ts'

const size = 32
const small = smallNetwork({ size, classes: 5 })
const parameters = initialParameters(small, 11)
const pixels = Uint8Array.from({ length: size * size * 3 }, (_, at) => (at * 37 + (at % 5) * 40) % 200)

let runtime: Runtime
let folder: string
beforeAll(async () => {
  runtime = await openRuntime('cpu', { threads: 1 })
  folder = await mkdtemp(join(tmpdir(), 'regrade-normalisation-'))
})
afterAll(async () => {
  await runtime.close()
  await rm(folder, { recursive: true })
})

async function logitsOf(bytes: Uint8Array, image: Float32Array): Promise<number[]> {
  const classifier = await openClassifier(runtime, bytes, { batch: 1 })
  const { logits } = await classifier.classify(image, 1)
  await classifier.close()
  return [...logits]
}

/** What the plain network says of the pixels when somebody else normalises them. */
const plain = (normalisation: Normalisation) =>
  logitsOf(encodeTrained(small, parameters), normalise(pixels, size, normalisation))

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  for (const [at, value] of wanted.entries()) expect(found[at]).toBeCloseTo(value, 4)
}

const channelMean = (channel: number) =>
  pixels.reduce((sum, value, at) => (at % 3 === channel ? sum + value : sum), 0) / (size * size * 255)
const ownMean: Normalisation = {
  mean: [channelMean(0), channelMean(1), channelMean(2)],
  deviation: [0.27, 0.15, 0.081],
}

describe('a normalisation that a network carries', () => {
  it.each([
    ['imagenet', imagenetNormalisation],
    ['per-image', ownMean],
  ] as const)('%s is made of photographs that come as always', async (kind, numbers) => {
    const bytes = encodeTrained(withNormalisation(small, kind), parameters)
    const wanted = await plain(numbers)
    const found = await logitsOf(bytes, normalise(pixels, size))
    expectClose(found, wanted)
    expect(decodeModel(bytes).description?.normalisation).toBe(kind)
    // An import of the file says the same, and says so.
    const file = join(folder, `${kind}.onnx`)
    await writeFile(file, bytes)
    const imported = await importModel({ file })
    expectClose(await logitsOf(imported.bytes, normalise(pixels, size)), wanted)
    expect(imported.description.normalisation).toBe(kind)
  })

  it('by numbers of its own is kept by a run that goes on, unless that asks for another', async () => {
    const numbers = { mean: [0.5, 0.4, 0.3], deviation: [0.5, 0.25, 0.2] }
    const bytes = encodeTrained(withOwnNormalisation(small, numbers), parameters)
    const [mean, deviation] = [[0.5, 0.4, 0.3] as const, [0.5, 0.25, 0.2] as const]
    const wanted = await plain({ mean, deviation })
    expectClose(await logitsOf(bytes, normalise(pixels, size)), wanted)
    const own = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size })
    const parent = encodeTrained(withOwnNormalisation(own, numbers), initialParameters(own, 1))
    for (const architecture of ['current', 'efficientnet-b0']) {
      const next = (set: object) =>
        networkOf(resolveRecipe('quick', { size, architecture, start: 'current', ...set }), parent)
      expect(next({}).ownNormalisation).toEqual(numbers)
      expect(
        next({})
          .graph.nodes.map(({ type }) => type)
          .slice(0, 2),
      ).toEqual(['Mul', 'Add'])
      expect(next({ normalisation: 'imagenet' })).toMatchObject({ normalisation: 'imagenet' })
      expect(next({ normalisation: 'imagenet' }).ownNormalisation).toBeUndefined()
    }
  })

  it('is trained with, and is not put in front twice where a run goes on', async () => {
    const recipe = resolveRecipe('quick', {
      architecture: 'current',
      start: 'current',
      size,
      normalisation: 'per-image',
    })
    const nodesOf = (network: Network) => network.graph.nodes.filter(({ type }) => type === 'Sub').length
    const first = encodeTrained(small, parameters)
    const network = networkOf(recipe, first)
    expect([nodesOf(network), network.normalisation]).toEqual([1, 'per-image'])
    const second = encodeTrained(network, parameters)
    for (const normalisation of ['per-image', 'diabetic-retinopathy'] as const) {
      const again = networkOf({ ...recipe, normalisation }, second)
      expect([nodesOf(again), again.normalisation]).toEqual([1, 'per-image'])
    }
    expect(() => networkOf({ ...recipe, normalisation: 'imagenet' }, second)).toThrow(/keeps that/)
    const own = networkOf(resolveRecipe('quick', { size: 32, normalisation: 'imagenet' }), null)
    expect(own.normalisation).toBe('imagenet')
    const grown = encodeTrained(own, initialParameters(own, 1))
    const next = (set: object) => networkOf(resolveRecipe('quick', { size: 32, start: 'current', ...set }), grown)
    expect(next({}).normalisation).toBe('imagenet')
    expect(next({ normalisation: 'per-image' }).normalisation).toBe('per-image')
    expect(next({ architecture: 'resnet-50' }).normalisation).toBeUndefined()

    const trainer = await openTrainer({
      ...{ runtime, network: withNormalisation(small, 'per-image'), batch: 1, parameters, statisticsMomentum: 0.1 },
      optimizer: { name: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 },
    })
    const targets = Float32Array.of(1, 0, 0, 0, 0)
    const darker = pixels.map((value) => value + 40)
    const [one, other] = [normalise(pixels, size), normalise(darker, size)]
    const loss = async (images: Float32Array) =>
      (await trainer.step({ images, targets, seed: 1, learningRate: 0 })).loss
    // The same photograph by other light is the same to it.
    expect(await loss(other)).toBeCloseTo(await loss(one), 4)
    await trainer.close()
  })
})
