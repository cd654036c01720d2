import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClassifier } from '#nn/classifier.ts'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { type Graph, int, ints, type ValueInfo } from '#nn/graph/types.ts'
import { decodeModel } from '#nn/model-file.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { float32 } from '#nn/tensor.ts'
import { importModel } from './import-model.ts'
import type { ImportOptions } from './importing/import-options.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-import-'))
})
afterAll(() => rm(folder, { recursive: true }))

const size = 8
const image = Float32Array.from({ length: 3 * size * size }, (_, place) => Math.sin(place * 0.3))

/** A convolution and a linear layer of so many outputs; `end` makes of its scores what the file gives. */
function graphOf(
  outputs: number,
  end: (builder: GraphBuilder, scores: string) => readonly string[] = (_, x) => [x],
): Graph {
  const builder = new GraphBuilder('foreign')
  const drawn = (name: string, ...shape: number[]) => {
    const count = shape.reduce((a, b) => a * b, 1)
    return builder.constant(
      float32(
        Float32Array.from({ length: count }, (_, i) => Math.cos(i * 1.7) / 2),
        shape,
      ),
      name,
    )
  }
  const x = builder.input('input', { type: 'float32', shape: [1, 3, size, size] }, ['n', 3, size, size])
  const features = builder.op('Relu', [builder.op('Conv', [x, drawn('conv.weight', 6, 3, 3, 3)])])
  const pooled = builder.op('Flatten', [builder.op('GlobalAveragePool', [features])])
  const scores = builder.op('Gemm', [pooled, drawn('fc.weight', outputs, 6), drawn('fc.bias', outputs)], {
    transB: int(1),
  })
  for (const name of end(builder, scores)) builder.output(name, ['n', builder.shapeOf(name)[1] ?? 0])
  return builder.build()
}

async function imported(graph: Graph, options: ImportOptions = {}, metadata = new Map<string, string>()) {
  const file = join(folder, 'model.onnx')
  await writeFile(file, writeOnnx({ graph, metadata }))
  return await importModel({ file, ...options })
}

async function saidBy(bytes: Uint8Array) {
  const runtime = await openRuntime('cpu', { threads: 1 })
  const classifier = await openClassifier(runtime, bytes, { batch: 1 })
  const { logits, probabilities } = await classifier.classify(image, 1)
  await classifier.close()
  await runtime.close()
  return { logits: [...logits], probabilities: [...probabilities] }
}

function expectClose(found: readonly number[], wanted: readonly (number | undefined)[], digits = 5): void {
  expect(found).toHaveLength(wanted.length)
  for (const [k, value] of wanted.entries()) expect(found[k]).toBeCloseTo(value ?? Number.NaN, digits)
}

const plain = async () => await saidBy((await imported(graphOf(5))).bytes)
const input = (graph: Graph, change: Partial<ValueInfo>): Graph => ({
  ...graph,
  inputs: graph.inputs.map((one) => ({ ...one, ...change })),
})

describe('how a foreign model takes its image', () => {
  it.each<[string, ValueInfo['shape'], number | undefined]>([
    ['of a fixed size', ['batch', size, size, 3], undefined],
    ['for any batch and size', [null, null, null, 3], size],
    ['for one image', [1, size, size, 3], undefined],
  ])('channels last, %s', async (_, shape, asked) => {
    const graph = graphOf(5)
    const turned: Graph = {
      ...graph,
      inputs: [{ name: 'input', type: 'float32', shape }],
      nodes: [
        {
          name: 't',
          type: 'Transpose',
          domain: '',
          inputs: ['input'],
          outputs: ['nchw'],
          attributes: { perm: ints([0, 3, 1, 2]) },
        },
        ...graph.nodes.map((node) => ({
          ...node,
          inputs: node.inputs.map((name) => (name === 'input' ? 'nchw' : name)),
        })),
      ],
    }
    const found = await imported(turned, asked === undefined ? {} : { size: asked })
    expect(found.notes).toEqual([expect.stringContaining('channels last')])
    const { logits } = await plain()
    expectClose((await saidBy(found.bytes)).logits, logits)
    // What only scales its pixels first keeps them last until then.
    const scaled: Graph = {
      ...turned,
      constants: new Map([
        ...turned.constants,
        ['two', float32([2, 2, 2], [3])],
        ['half', float32([0.5, 0.5, 0.5], [3])],
      ]),
      nodes: [
        { name: 's', type: 'Mul', domain: '', inputs: ['input', 'two'], outputs: ['twice'], attributes: {} },
        { name: 'h', type: 'Mul', domain: '', inputs: ['twice', 'half'], outputs: ['once'], attributes: {} },
        ...turned.nodes.map((node) => (node.name === 't' ? { ...node, inputs: ['once'] } : node)),
      ],
    }
    const other = await imported(scaled, asked === undefined ? {} : { size: asked })
    expectClose((await saidBy(other.bytes)).logits, logits)
  })

  it('as bytes: mean and deviation have no place', async () => {
    const graph = graphOf(5)
    const cast: Graph = {
      ...input(graph, { type: 'uint8' }),
      nodes: [
        { name: 'c', type: 'Cast', domain: '', inputs: ['input'], outputs: ['floats'], attributes: { to: int(1) } },
        ...graph.nodes.map((node) => ({
          ...node,
          inputs: node.inputs.map((name) => (name === 'input' ? 'floats' : name)),
        })),
      ],
    }
    const bytes = { mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] }
    const found = await imported(cast)
    expect(found.notes).toEqual([expect.stringContaining('bytes, 0 to 255')])
    const other = await imported(graph, { normalisation: bytes })
    expectClose((await saidBy(found.bytes)).logits, (await saidBy(other.bytes)).logits, 2)
    await expect(imported(cast, { normalisation: bytes })).rejects.toMatchObject({ code: 'usage' })
  })

  it('in double precision: computed in single', async () => {
    const graph = graphOf(5)
    const constants = new Map(
      [...graph.constants].map(([name, one]) => {
        const double = { type: 'float64', shape: one.shape, data: Float64Array.from(one.data, Number) } as const
        return [name, one.type === 'float32' ? double : one] as const
      }),
    )
    const found = await imported(input({ ...graph, constants }, { type: 'float64' }))
    expect(found.notes).toEqual([expect.stringContaining('double precision')])
    expectClose((await saidBy(found.bytes)).logits, (await plain()).logits)
  })

  it('in a newer operator set', async () => {
    for (const opset of [21, 22, 25]) {
      expectClose((await saidBy((await imported({ ...graphOf(5), opset })).bytes)).logits, (await plain()).logits)
    }
  })
})

describe('what a foreign model gives', () => {
  it('in several outputs: the one that grades, said', async () => {
    const two = graphOf(5, (builder, scores) => [builder.op('Concat', [scores, scores], { axis: int(1) }), scores])
    const found = await imported(two)
    expect(found.notes).toEqual([expect.stringMatching(/^Of its outputs Concat_\d+, Gemm_\d+, Gemm_\d+ is read\.$/)])
    expectClose((await saidBy(found.bytes)).logits, (await plain()).logits)
    // Logits and their probabilities are one answer.
    const both = await imported(graphOf(5, (builder, scores) => [builder.op('Softmax', [scores]), scores]))
    expectClose((await saidBy(both.bytes)).logits, (await plain()).logits)
  })

  it.each([
    ['by a Softmax', (builder: GraphBuilder, x: string) => builder.op('Softmax', [x]), []],
    [
      'by parts of one',
      (builder: GraphBuilder, x: string) => {
        const raised = builder.op('Exp', [x])
        return builder.op('Div', [raised, builder.op('ReduceSum', [raised, builder.integers(1)], { keepdims: int(1) })])
      },
      [expect.stringContaining('logarithms')],
    ],
  ])('as probabilities %s: the same probabilities', async (_, end, notes) => {
    const found = await imported(graphOf(5, (builder, scores) => [end(builder, scores)]))
    expect(found.notes).toEqual(notes)
    expectClose((await saidBy(found.bytes)).probabilities, (await plain()).probabilities)
  })

  it('in another order: put into that of grades, in the weights or behind them', async () => {
    const { logits } = await plain()
    const byGrade = [2, 0, 1, 4, 3].map((output) => logits[output])
    const metadata = new Map([
      ['id2label', '{"0":"Mild","1":"Moderate","2":"No_DR","3":"Proliferate_DR","4":"Severe"}'],
    ])
    const found = await imported(graphOf(5), {}, metadata)
    expectClose((await saidBy(found.bytes)).logits, byGrade)
    expect(decodeModel(found.bytes).model.graph.nodes.at(-1)?.type).toBe('Gemm')
    expect(found.description.classes[0]).toBe('None')
    const behind = graphOf(5, (builder, scores) => [builder.op('Mul', [scores, builder.scalar(1)])])
    expectClose((await saidBy((await imported(behind, { classes: [1, 2, 0, 4, 3] })).bytes)).logits, byGrade)
  })

  it('under names that are no grades: refused, unless somebody knows better', async () => {
    const metadata = new Map([['class_names', 'cat,dog,horse,sheep,cow']])
    await expect(imported(graphOf(5), {}, metadata)).rejects.toThrow(/classes cat, dog.*not the five grades/)
    expect(await imported(graphOf(5), { classes: [0, 1, 2, 3, 4] }, metadata)).toMatchObject({
      notes: [expect.stringContaining('cat = None')],
    })
    const four = new Map([['class_names', 'cataract,glaucoma,normal,retinopathy']])
    await expect(imported(graphOf(4), {}, four)).rejects.toThrow(/4 classes apart, cataract.*ICDR scale has five/)
  })

  it('as steps from grade to grade, behind a Sigmoid, with or without the lowest', async () => {
    const sigmoid = (builder: GraphBuilder, x: string) => [builder.op('Sigmoid', [x])]
    expect((await imported(graphOf(4, sigmoid))).description.head).toBe('ordinal')
    await expect(imported(graphOf(5, sigmoid))).rejects.toThrow(/ends in a Sigmoid.*Give the head: ordinal/)
    await expect(imported(graphOf(1, sigmoid))).rejects.toThrow(/a single one is exported without/)
    const five = await imported(graphOf(5, sigmoid), { head: 'ordinal' })
    const { logits } = await plain()
    expect(five.description.head).toBe('ordinal')
    expectClose((await saidBy(five.bytes)).logits, logits.slice(1))
    const each = await imported(graphOf(5, sigmoid), { head: 'softmax' })
    expectClose((await saidBy(each.bytes)).logits, logits)
  })

  it('by a classifier of zeros: a place to start from, as is a file that says so', async () => {
    const graph = graphOf(5)
    const flat = {
      ...graph,
      constants: new Map(graph.constants).set('fc.weight', float32(new Float32Array(30), [5, 6])),
    }
    const found = await imported(flat)
    expect(found.description.untrained).toMatch(/weights of its classifier are zero/)
    const file = join(folder, 'again.onnx')
    await writeFile(file, found.bytes)
    expect((await importModel({ file })).description.untrained).toBe(found.description.untrained)
  })

  it.each([
    [2, /gives 2 classes; the ICDR scale has five/],
    [3, /gives 3 classes/],
    [6, /gives 6 classes/],
    [1000, /gives 1000 classes/],
  ])('in %i outputs: refused with what is taken', async (outputs, sentence) => {
    await expect(imported(graphOf(outputs))).rejects.toThrow(sentence)
  })
})

describe('a quantised model', () => {
  it('is refused with the way out, by its operators and by its values', async () => {
    const graph = graphOf(5)
    const nodes = graph.nodes.map((node) => (node.type === 'Conv' ? { ...node, type: 'QLinearConv' } : node))
    await expect(imported({ ...graph, nodes })).rejects.toThrow(/quantised \(it computes with QLinearConv\).*float32/)
  })
})
