import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { oedemaRiskNames } from '#shared/oedema.ts'
import { buildNetwork } from './architectures/registry.ts'
import { bindParameters } from './bind.ts'
import { openClassifier } from './classifier.ts'
import { type HeadKind, headKinds } from './heads/head.ts'
import { findHead } from './heads/registry.ts'
import { importNetwork } from './importing/import-network.ts'
import { inferenceModel } from './inference.ts'
import { lowerPortable } from './lowering/portable.ts'
import { encodeModel, type ModelDescription } from './model-file.ts'
import type { Network } from './network.ts'
import { withOedemaOutput } from './oedema-output.ts'
import { readOnnx } from './onnx/reader.ts'
import { defaultAdam } from './optimizers/adam.ts'
import { initialParameters } from './parameters.ts'
import { openOnnxRuntime } from './runtimes/onnxruntime.ts'
import type { Runtime } from './runtimes/types.ts'
import { openExplainer } from './saliency-graph.ts'
import { floatEntry, type TensorMap } from './tensor.ts'
import { type DoubleArray, doubles } from './testing/array.ts'
import { interpret } from './testing/interpreter.ts'
import { randomTensor, relativeError } from './testing/random-tensors.ts'
import { smallNetwork } from './testing/small-network.ts'
import { openTrainer, type Trainer, type TrainerOptions } from './trainer.ts'
import { usualLoss } from './training/losses/loss.ts'
import { buildStepGraph } from './training/step-graph.ts'

const batch = 4
const weight = 0.7
const images = randomTensor([batch, 3, 8, 8], 1).data
const targets = Float32Array.of(1, 0, 0, 0.25, 0.5, 0.25, 0, 0, 1, 0, 1, 0)
/** Two photographs have a label, one of them two that differ. */
const oedema = Float32Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0.5, 0.5, 0)
const unlabelled = new Float32Array(oedema.length)

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})

function plain(head: HeadKind = 'softmax', noise = 0): Network {
  return { ...smallNetwork({ classes: findHead(head).logits(3), noise }), classes: 3, head }
}

/** Drawn, the second output's too: at zero it would give its features no gradient. */
function drawn(network: Network): TensorMap {
  const parameters = initialParameters(network, 4)
  if (network.oedema) parameters.set('oedema.weight', randomTensor([3, 24], 8))
  return parameters
}

function open(network: Network, options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return openTrainer({
    ...{ runtime, network, batch, parameters: drawn(network), optimizer: defaultAdam, statisticsMomentum: 0.1 },
    ...options,
  })
}

/** The step's graph in double precision. */
function judged(network: Network, labels: Float32Array, given = drawn(network)) {
  const step = buildStepGraph({
    ...{ network, batch, statisticsMomentum: 0.1, packLimit: 1, gradients: true },
    ...{ loss: usualLoss(network.head), oedemaWeight: weight },
  })
  const graph = lowerPortable(step.graph)
  return (changed?: string, instead?: Float64Array) => {
    const feeds = new Map([
      ['image', doubles([batch, 3, 8, 8], images)],
      ['target', doubles([batch, 3], targets)],
      ['oedema.target', doubles([batch, 3], labels)],
    ])
    for (const { name: input, length, members } of [...step.trained, ...step.statistics]) {
      const name = members[0]?.name ?? ''
      const values = name === changed ? instead : undefined
      feeds.set(input, doubles([length], values ?? floatEntry(given, name).data))
    }
    return interpret(graph, feeds)
  }
}

const tensorOf = (values: ReadonlyMap<string, DoubleArray>, name: string) => values.get(name) as DoubleArray
const lossOf = (values: ReadonlyMap<string, DoubleArray>) => tensorOf(values, 'loss').data[0] as number

/** Before the features that both outputs share, and on both ways behind them. */
const differentiated = new Set(['stem.0.weight', 'down.0.weight', 'classifier.weight', 'oedema.weight', 'oedema.bias'])

for (const head of headKinds) {
  it(`has gradients beside a ${head} head that agree with central differences and with what runs`, async () => {
    const network = withOedemaOutput(plain(head))
    const run = judged(network, oedema)
    const values = run()
    const trainer = await open(network, { gradients: true, oedemaWeight: weight })
    const { loss, gradients } = await trainer.step({ images, targets, oedema, learningRate: 0.01, seed: 1 })
    await trainer.close()
    expect(loss).toBeCloseTo(lossOf(values), 5)
    for (const { name, shape, role } of network.parameters) {
      if (role !== 'trainable') continue
      const gradient = tensorOf(values, `grad.${name}`).data
      expect(relativeError(floatEntry(gradients, name).data, gradient)).toBeLessThan(2e-4)
      if (!differentiated.has(name)) continue
      const direction = randomTensor(shape, 77).data
      const start = floatEntry(drawn(network), name).data
      const at = (step: number) =>
        lossOf(
          run(
            name,
            Float64Array.from(start, (v, i) => v + step * (direction[i] ?? 0)),
          ),
        )
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5
      const projection = gradient.reduce((sum, value, i) => sum + value * (direction[i] as number), 0)
      expect(Math.abs(projection - slope)).toBeLessThan(1e-5 * (Math.abs(slope) + 0.01))
    }
  })
}

it('adds the weight times the mean surprise of the labelled to the loss, and nothing where none is', () => {
  const network = withOedemaOutput(plain())
  // With its weights at zero all three risks are as likely, and a label surprises by log 3, one or two alike.
  const blank = drawn(network).set('oedema.weight', floatEntry(initialParameters(network, 4), 'oedema.weight'))
  const [none, two] = [unlabelled, oedema].map((labels) => lossOf(judged(network, labels, blank)()))
  expect((two ?? 0) - (none ?? 0)).toBeCloseTo(weight * Math.log(3), 7)
  const one = Float32Array.of(0, 1, 0, ...new Array<number>(9).fill(0))
  expect(lossOf(judged(network, one, blank)()) - (none ?? 0)).toBeCloseTo(weight * Math.log(3), 7)
})

it('leaves the rest of a network as it would be trained without it where no photograph has a label', async () => {
  const trained = []
  for (const network of [plain('softmax', 0.3), withOedemaOutput(plain('softmax', 0.3))]) {
    const trainer = await open(network, { accumulates: true, averaging: { decay: 0.9, warmUp: true } })
    for (let step = 0; step < 3; step++) {
      await trainer.accumulate({ images, targets, seed: 5 })
      await trainer.step({ images, targets, learningRate: 0.01, seed: 5 })
    }
    trained.push({ parameters: trainer.parameters(), averaged: trainer.averagedParameters() })
    await trainer.close()
  }
  const [without, beside] = trained
  for (const [name, tensor] of without?.parameters ?? []) expect(beside?.parameters.get(name)).toEqual(tensor)
  for (const [name, tensor] of without?.averaged ?? []) expect(beside?.averaged?.get(name)).toEqual(tensor)
})

const description: ModelDescription = {
  ...{ architecture: 'small', size: 8, mean: [0, 0, 0], deviation: [1, 1, 1] },
  ...{ classes: ['a', 'b', 'c'], head: 'softmax', oedema: [...oedemaRiskNames] },
}

async function classified(bytes: Uint8Array) {
  // Not as many photographs as two runs of the network take.
  const classifier = await openClassifier(runtime, bytes, { batch: 3 })
  const found = await classifier.classify(images, batch)
  await classifier.close()
  return found
}

it('learns its labels by heart beside the grades, and its file tells them', async () => {
  const network = withOedemaOutput(plain())
  const trainer = await open(network, { parameters: initialParameters(network, 4) })
  const labels = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)
  for (let step = 0; step < 60; step++)
    await trainer.step({ images, targets, oedema: labels, learningRate: 0.02, seed: 1 })
  const parameters = trainer.parameters()
  await trainer.close()
  const graph = bindParameters(network, parameters, { noise: true })
  for (const model of [{ graph, metadata: new Map() }, inferenceModel(network, parameters)]) {
    const found = await classified(encodeModel(model, description))
    const risks = found.oedema ?? new Float32Array()
    expect([risks[0], risks[3 + 2], risks[9 + 1]].every((p) => (p ?? 0) > 0.6)).toBe(true)
    for (let row = 0; row < batch; row++) {
      expect(risks.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 6)
    }
    const { oedema: none, probabilities } = await classified(encodeModel(model, { ...description, oedema: undefined }))
    expect(none).toBeNull()
    expect(probabilities).toEqual(found.probabilities)
  }
})

it('leaves heat maps as they are without it', async () => {
  const network = withOedemaOutput(plain())
  const maps = [network, plain()].map(async (one) => {
    const explainer = await openExplainer(runtime, encodeModel(inferenceModel(one, drawn(network)), description))
    const explained = await explainer.explain(images.subarray(0, 3 * 8 * 8), Float32Array.of(0, 1, -1))
    await explainer.close()
    return explained
  })
  const [beside, without] = await Promise.all(maps)
  expect(beside).toEqual(without)
})

it('stays with a file that is read again where it is asked for, and goes where it is not', () => {
  const network = withOedemaOutput(plain())
  const parameters = drawn(network)
  const graph = bindParameters(network, parameters, { noise: true })
  const kept = importNetwork(graph, { architecture: 'small', oedema: true })
  expect(kept.network.oedema).toBe(true)
  expect(kept.parameters.get('oedema.weight')).toEqual(parameters.get('oedema.weight'))
  expect(withOedemaOutput(kept.network)).toBe(kept.network)
  const left = importNetwork(graph, { architecture: 'small' })
  expect(left.network.oedema).toBeUndefined()
  expect(left.network.parameters.map(({ name }) => name)).toEqual(plain().parameters.map(({ name }) => name))
})

it.each(['residual-training', 'mobile', 'dense', 'preactivated'])(
  'is given to %s, which came from elsewhere',
  async (name) => {
    const file = readFileSync(new URL(`../../tests/fixtures/onnx/${name}.onnx`, import.meta.url))
    const { network, parameters } = importNetwork(readOnnx(file).graph, { architecture: name })
    const beside = withOedemaOutput(network)
    const trainer = await open(beside, {
      ...{ batch: 2, gradients: true },
      parameters: new Map([...initialParameters(beside, 1), ...parameters]),
    })
    const step = await trainer.step({
      images: randomTensor([2, 3, network.size, network.size], 3).data,
      targets: new Float32Array(2 * network.classes).fill(1 / network.classes),
      ...{ oedema: Float32Array.of(0, 1, 0, 0, 0, 0), learningRate: 0.01, seed: 1 },
    })
    await trainer.close()
    expect(floatEntry(step.gradients, 'oedema.weight').data.some((value) => value !== 0)).toBe(true)
  },
)

it.each(['linear', 'concatenated-pool'] as const)('sees what the last layer of a %s classifier does', (classifier) => {
  const options = { architecture: 'efficientnet-b0', classes: 5, size: 32, classifier, auxiliaryBatchNorm: 0.5 }
  const without = buildNetwork(options)
  const network = withOedemaOutput(without)
  const inputsOf = (output: string) => network.graph.nodes.find(({ outputs }) => outputs[0] === output)?.inputs ?? []
  const [features] = network.graph.nodes.find(({ outputs }) => outputs[0] === inputsOf('logits')[0])?.inputs ?? []
  expect(inputsOf('oedema')[0]).toBe(features)
  expect(network.parameters.slice(0, -2)).toEqual(without.parameters)
})

it('is refused to a network that ends otherwise, and missed where a file only says that it is there', async () => {
  const network = smallNetwork()
  const nodes = network.graph.nodes.map((node) => (node.type === 'Gemm' ? { ...node, type: 'Sum' } : node))
  expect(() => withOedemaOutput({ ...network, graph: { ...network.graph, nodes: nodes.slice(0, -2) } })).toThrow(
    'does not end in a linear layer',
  )
  const without = encodeModel(inferenceModel(network, initialParameters(network, 1)), description)
  await expect(classified(without)).rejects.toMatchObject({ code: 'model_unreadable' })
})
