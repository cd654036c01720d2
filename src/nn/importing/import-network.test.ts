import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { softmaxRows } from '#numerics/softmax.ts'
import { buildNetwork } from '../architectures/registry.ts'
import { bindParameters } from '../bind.ts'
import { openClassifier } from '../classifier.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import { type Graph, int, ints } from '../graph/types.ts'
import { inferenceModel } from '../inference.ts'
import { encodeModel } from '../model-file.ts'
import { readOnnx } from '../onnx/reader.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { defaultOptimizer } from '../optimizers/registry.ts'
import { initialParameters } from '../parameters.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { openExplainer } from '../saliency-graph.ts'
import { float32, floatEntry } from '../tensor.ts'
import { wiring } from '../testing/wiring.ts'
import { openTrainer } from '../trainer.ts'
import { type ImportedNetwork, importNetwork } from './import-network.ts'

const folder = new URL('../../../tests/fixtures/onnx/', import.meta.url)
const { size, batch, classes, fixtures } = z
  .object({
    size: z.int(),
    batch: z.int(),
    classes: z.int(),
    fixtures: z.record(
      z.string(),
      z.object({
        opset: z.int(),
        gives: z.enum(['logits', 'probabilities']),
        scores: z.array(z.number()),
        step: z.object({ loss: z.number(), gradients: z.record(z.string(), z.number()) }).optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')))

const foreign = (name: string): Graph => readOnnx(readFileSync(new URL(`${name}.onnx`, folder))).graph
const imported = (name: string): ImportedNetwork => importNetwork(foreign(name), { architecture: name })

/** The rule of make-fixtures.py. */
const images = Float32Array.from({ length: batch * 3 * size * size }, (_, i) => (((i * 7919) % 1009) / 1009) * 2 - 1)
const targets = Float32Array.from({ length: batch * classes }, (_, i) =>
  i % classes === Math.floor(i / classes) % classes ? 1 : 0,
)

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})

async function scoresOf(bytes: Uint8Array, gives: 'logits' | 'probabilities'): Promise<Float32Array> {
  const classifier = await openClassifier(runtime, bytes, { batch })
  const result = await classifier.classify(images, batch)
  await classifier.close()
  return result[gives]
}

for (const [name, { opset, gives, scores, step }] of Object.entries(fixtures)) {
  describe(`${name}, as PyTorch exports it in operator set ${opset}`, () => {
    it('gives what PyTorch does, with its normalisation as it is and folded', async () => {
      expect(foreign(name).opset).toBe(opset)
      const { network, parameters } = imported(name)
      const exported = { graph: bindParameters(network, parameters), metadata: new Map() }
      for (const model of [exported, inferenceModel(network, parameters)]) {
        const ours = await scoresOf(encodeModel(model), gives)
        for (const [i, value] of scores.entries()) expect(ours[i]).toBeCloseTo(value, 5)
      }
    })

    it('comes back the same from the file it is written to', () => {
      const { network, parameters } = imported(name)
      const graph = removeDeadNodes(bindParameters(network, parameters, { noise: true }))
      const again = importNetwork(readOnnx(writeOnnx({ graph, metadata: new Map() })).graph, { architecture: name })
      expect({ ...again.network, graph: wiring(again.network.graph) }).toEqual({
        ...network,
        graph: wiring(network.graph),
      })
      expect(again.parameters).toEqual(parameters)
      expect([...again.parameters.keys()]).toEqual([...parameters.keys()])
    })

    it('can be explained by its last convolution', async () => {
      const { network, parameters } = imported(name)
      const graph = bindParameters(network, parameters)
      const explainer = await openExplainer(runtime, encodeModel({ graph, metadata: new Map() }))
      const { views } = await explainer.explain(images.subarray(0, 3 * size * size), Float32Array.of(1, 0, 0, 0, 0))
      await explainer.close()
      expect(views[0]?.gradients.some((value) => value !== 0)).toBe(true)
      expect(views[0]?.gradients.every(Number.isFinite)).toBe(true)
    })

    it('learns, every parameter of it', async () => {
      const { network, parameters } = imported(name)
      const graph = bindParameters(network, parameters)
      const quiet = importNetwork(graph, { architecture: name }).network
      const trainer = await openTrainer({
        ...{ runtime, network: quiet, batch, parameters, gradients: true },
        optimizer: defaultOptimizer('adam'),
        statisticsMomentum: 0.1,
      })
      const first = await trainer.step({ images, targets, learningRate: 3e-3, seed: 1 })
      let last = first
      for (let i = 0; i < 5; i++) last = await trainer.step({ images, targets, learningRate: 3e-3, seed: 1 })
      await trainer.close()
      expect(last.loss).toBeLessThan(first.loss)
      const trained = quiet.parameters.filter(({ role }) => role === 'trainable').map((parameter) => parameter.name)
      expect([...first.gradients.keys()].sort()).toEqual(trained.sort())
      if (step === undefined) return
      expect(first.loss).toBeCloseTo(step.loss, 5)
      expect(trained).toEqual(Object.keys(step.gradients).sort())
      for (const [parameter, norm] of Object.entries(step.gradients)) {
        expect(Math.hypot(...floatEntry(first.gradients, parameter).data), parameter).toBeCloseTo(norm, 5)
      }
    })
  })
}

describe('an imported network', () => {
  it('has the groups of its depth, and statistics that are no weights', () => {
    const { parameters } = imported('residual-training').network
    const groupOf = Object.fromEntries(parameters.map(({ name, group, role }) => [name, `${group} ${role}`]))
    expect(groupOf['conv1.weight']).toBe('first trainable')
    expect(groupOf['bn3.running_var']).toBe('middle statistic')
    expect([groupOf['fc.weight'], groupOf['fc.bias']]).toEqual(['head trainable', 'head trainable'])
    expect(parameters.filter(({ group }) => group === 'head')).toHaveLength(2)
  })

  it('keeps the dropout it was exported with as noise of its own', () => {
    const noise = imported('residual-training').network.graph.nodes.filter(({ domain }) => domain === 'regrade')
    expect(noise.map(({ type, attributes }) => [type, attributes])).toEqual([
      ['Dropout', { ratio: { kind: 'float', value: 0.25 } }],
    ])
  })

  it('from this room keeps dropout and stochastic depth, through a file, where it is asked to', () => {
    const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32 })
    const noiseOf = ({ nodes }: Graph) =>
      nodes.filter(({ domain }) => domain === 'regrade').map(({ type, attributes }) => [type, attributes])
    let graph = network.graph
    for (const noise of [true, true, false]) {
      const bound = bindParameters({ ...network, graph }, initialParameters(network, 1), { noise })
      const file = readOnnx(writeOnnx({ graph: bound, metadata: new Map() })).graph
      graph = importNetwork(file, { architecture: 'own' }).network.graph
      expect(noiseOf(graph)).toEqual(noise ? noiseOf(network.graph) : [])
    }
    expect(noiseOf(network.graph).map(([type]) => type)).toEqual([...Array(9).fill('StochasticDepth'), 'Dropout'])
  })

  it('has values of its own where the exporter kept equal ones once', () => {
    const { parameters } = imported('preactivated')
    expect(parameters.get('norm2.running_var')).toEqual(parameters.get('norm2.weight'))
    expect([...parameters.keys()].filter((key) => key.startsWith('norm1'))).toHaveLength(4)
  })

  it('takes another size where its layers do', async () => {
    const { network, parameters } = importNetwork(foreign('residual-folded'), { architecture: 'larger', size: 48 })
    expect(network.size).toBe(48)
    const classifier = await openClassifier(runtime, encodeModel(inferenceModel(network, parameters)), { batch: 1 })
    expect(classifier.size).toBe(48)
    await classifier.close()
    expect(() => importNetwork(foreign('mobile'), { architecture: 'larger', size: 48 })).toThrow(
      /made for images of \d+×\d+ pixels, not 48×48: Matrices of shapes \[n,6336\].* cannot be multiplied/,
    )
  })
})

it("takes a layer's scale and shift for its weights, and what normalises the image for none", () => {
  const graph = graphOf((builder, x) => {
    const values = (name: string, ...shape: number[]) =>
      builder.constant(float32(new Float32Array(shape.reduce((a, b) => a * b)).fill(0.5), shape), name)
    const normalised = builder.op('Mul', [x, values('deviation', 1, 3, 1, 1)])
    const features = builder.op('Conv', [normalised, values('weight', 4, 3, 1, 1)])
    const scaled = builder.op('Mul', [values('scale', 1, 4, 1, 1), features])
    const halved = builder.op('Mul', [scaled, builder.scalar(0.5)])
    return pooled(builder, builder.op('Add', [halved, values('shift', 1, 4, 1, 1)]))
  })
  expect([...importNetwork(graph, { architecture: 'own' }).parameters.keys()]).toEqual(['weight', 'scale', 'shift'])
})

/** A graph of an image and what `write` makes of it, exported for `n` images. */
function graphOf(
  write: (builder: GraphBuilder, image: string) => string,
  n: number | string = 'n',
  channels = 3,
): Graph {
  const builder = new GraphBuilder('refused')
  const shape = [typeof n === 'number' ? n : 1, channels, 4, 4]
  builder.output(write(builder, builder.input('x', { type: 'float32', shape }, [n, ...shape.slice(1)])))
  return builder.build()
}

const pooled = (builder: GraphBuilder, x: string) => builder.op('Flatten', [builder.op('GlobalAveragePool', [x])])

describe('a graph that is no classifier is refused with a sentence:', () => {
  const free: Graph = {
    ...graphOf(pooled),
    inputs: [{ name: 'x', type: 'float32', shape: ['n', 3, 'h', 'w'] }],
  }
  it.each<[string, Graph, string]>([
    ['of an operator set too old', { ...graphOf(pooled), opset: 11 }, 'operator set 11; 13 to 25'],
    ['of an operator set too new', { ...graphOf(pooled), opset: 26 }, 'operator set 26'],
    ['of one channel', graphOf(pooled, 'n', 1), 'one RGB image'],
    ['that gives a picture', graphOf((builder, x) => builder.op('Relu', [x])), 'one row of class scores'],
    ['of a size it does not say', free, 'give the size'],
    [
      'for one batch only',
      graphOf((builder, x) => builder.op('Reshape', [pooled(builder, x), builder.integers(1, 6)]), 2),
      'export it with a free batch',
    ],
    [
      'that depends on the number of images otherwise',
      graphOf((builder, x) => {
        const count = builder.op('Gather', [builder.op('Shape', [x]), builder.integers(0)], { axis: int(0) })
        return builder.op('Slice', [pooled(builder, x), builder.integers(0), count, builder.integers(1)])
      }),
      'Slice by the number of images is not supported',
    ],
    [
      'that repeats a token for every image',
      graphOf((builder, x) => {
        const count = builder.op('Gather', [builder.op('Shape', [x]), builder.integers(0)], { axis: int(0) })
        const shape = builder.op('Concat', [count, builder.integers(3)], { axis: int(0) })
        const token = builder.op('Expand', [builder.constant(float32([1, 2, 3], [1, 3])), shape])
        return builder.op('Add', [pooled(builder, x), token])
      }),
      'Expand by the number of images is not supported',
    ],
    [
      'of as many rows as one export had images',
      graphOf((builder, x) => {
        const row = builder.op('ReduceMean', [pooled(builder, x)], { axes: ints([0]), keepdims: int(1) })
        return builder.op('Expand', [row, builder.integers(2, 3)])
      }, 2),
      'does not follow the number of images; export it with a free batch',
    ],
    [
      'of probabilities that exclude none of each other',
      graphOf((builder, x) => builder.op('Sigmoid', [pooled(builder, x)])),
      'ends in a Sigmoid',
    ],
    [
      "with an operator of this room's own",
      graphOf((builder, x) => pooled(builder, builder.op('Silu', [x], {}, 'regrade'))),
      'regrade.Silu belongs into no file',
    ],
    [
      'with normalisation by computed statistics',
      graphOf((builder, x) => {
        const mean = builder.op('ReduceMean', [x], { axes: ints([0, 2, 3]), keepdims: int(0) })
        const ones = builder.constant(float32([1, 1, 1], [3]))
        return pooled(builder, builder.op('BatchNormalization', [x, ones, ones, mean, ones]))
      }),
      'statistics that are computed',
    ],
  ])('%s', (_, graph, sentence) => {
    expect(() => importNetwork(graph, { architecture: 'refused' })).toThrow(sentence)
  })

  it('and an operator nobody knows is named', () => {
    const graph = graphOf(pooled)
    const [first, ...others] = graph.nodes
    const nodes = [{ ...first, type: 'Frobnicate' } as Graph['nodes'][number], ...others]
    expect(() => importNetwork({ ...graph, nodes }, { architecture: 'refused' })).toThrow('Frobnicate is not supported')
  })
})

it('probabilities at the end of a file are taken for what they are made of', async () => {
  const { network, parameters } = imported('dense')
  expect(network.graph.nodes.at(-1)?.type).toBe('Gemm')
  const logits = await scoresOf(encodeModel(inferenceModel(network, parameters)), 'logits')
  expect(softmaxRows(logits, classes)[0]).toBeCloseTo(fixtures.dense?.scores[0] as number, 5)
})
