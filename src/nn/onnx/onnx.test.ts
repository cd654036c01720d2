import { beforeAll, describe, expect, it } from 'vitest'
import { Random } from '#numerics/random/counted-random.ts'
import { AppError } from '#shared/errors.ts'
import { buildNetwork } from '../architectures/registry.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { type Attribute, float, type Graph, int, ints, type OnnxModel, text } from '../graph/types.ts'
import { inferenceModel } from '../inference.ts'
import { initialParameters } from '../parameters.ts'
import { elementCount, float32, type Tensor } from '../tensor.ts'
import { readOnnx } from './reader.ts'
import { writeOnnx } from './writer.ts'

function everyKind(): OnnxModel {
  const graph: Graph = {
    name: 'every-kind',
    opset: 17,
    inputs: [{ name: 'x', type: 'float32', shape: ['n', 3, null, 4] }],
    outputs: [{ name: 'y', type: 'int64', shape: [] }],
    constants: new Map([
      ['f', { type: 'float32', shape: [2], data: Float32Array.of(1.5, -0) }],
      ['d', { type: 'float64', shape: [1], data: Float64Array.of(Math.PI) }],
      ['l', { type: 'int64', shape: [2], data: BigInt64Array.of(-1n, 2n ** 62n) }],
      ['i', { type: 'int32', shape: [], data: Int32Array.of(-7) }],
      ['u', { type: 'uint8', shape: [3], data: Uint8Array.of(0, 128, 255) }],
      ['b', { type: 'bool', shape: [2], data: Uint8Array.of(0, 1) }],
    ]),
    nodes: [
      {
        name: 'node',
        type: 'Anything',
        domain: 'somewhere.else',
        inputs: ['x', '', 'f', 'd', 'l', 'i', 'u', 'b'],
        outputs: ['y', 'unused'],
        attributes: {
          int: int(-3),
          zero: int(0),
          float: float(0.25),
          text: text('größer'),
          ints: ints([1, -1, 2 ** 40]),
          none: ints([]),
          floats: { kind: 'floats', value: [0.5, -2] },
          strings: { kind: 'strings', value: ['a', ''] },
          tensor: { kind: 'tensor', value: { type: 'float32', shape: [1], data: Float32Array.of(3) } },
        },
      },
    ],
  }
  return { graph, metadata: new Map([['key', 'value']]) }
}

let smallModel: Uint8Array
beforeAll(() => {
  const builder = new GraphBuilder('small')
  const x = builder.input('x', { type: 'float32', shape: [1, 3, 8, 8] }, ['n', 3, 8, 8])
  const w = builder.constant({ type: 'float32', shape: [4, 3, 1, 1], data: new Float32Array(12).fill(0.5) }, 'w')
  builder.output(builder.op('Relu', [builder.op('Conv', [x, w], { kernel_shape: ints([1, 1]) })]))
  smallModel = writeOnnx({ graph: builder.build(), metadata: new Map() })
})

/** The error that reading ends in, or undefined where it succeeds. Anything but an AppError is thrown on. */
function failure(bytes: Uint8Array): AppError | undefined {
  try {
    readOnnx(bytes)
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Any graph at all, as long as every value is defined before it is used. */
function anyGraph(random: Random): Graph {
  const whole = (most: number) => random.integer() % most
  const name = (prefix: string, index: number) => `${['', '/', 'ä.', 'onnx::'][whole(4)]}${prefix}${index}`
  const shape = () => Array.from({ length: whole(4) }, () => 1 + whole(3))
  const tensor = (): Tensor => {
    const dimensions = shape()
    const values = Array.from({ length: elementCount(dimensions) }, () => random.integer() - 2 ** 31)
    return whole(2) === 0
      ? float32(values.map(Math.fround), dimensions)
      : { type: 'int64', shape: dimensions, data: BigInt64Array.from(values, (value) => BigInt(value) << 20n) }
  }
  const attribute = (): Attribute => {
    const values = Array.from({ length: whole(5) }, () => random.integer() - 2 ** 31)
    const kinds: readonly Attribute[] = [
      int((random.integer() - 2 ** 31) * 2 ** whole(21)),
      float(Math.fround(random.normal())),
      text(name('text', whole(9))),
      ints(values),
      { kind: 'floats', value: values.map(Math.fround) },
      { kind: 'strings', value: values.map(String) },
      { kind: 'tensor', value: tensor() },
    ]
    return kinds[whole(kinds.length)] as Attribute
  }
  const constants = new Map(Array.from({ length: whole(4) }, (_, i) => [name('constant', i), tensor()]))
  const inputs = Array.from({ length: 1 + whole(2) }, (_, i) => {
    const dimensions = shape().map((size) => [size, 'n', null][whole(3)] ?? null)
    return { name: name('input', i), type: 'float32' as const, shape: dimensions }
  })
  const values = ['', ...constants.keys(), ...inputs.map((input) => input.name)]
  const nodes = Array.from({ length: whole(12) }, (_, i) => {
    const taken = Array.from({ length: whole(4) }, () => values[whole(values.length)] as string)
    const outputs = Array.from({ length: 1 + whole(2) }, (_, k) => name(`value${i}.`, k))
    values.push(...outputs)
    const attributes = Object.fromEntries(Array.from({ length: whole(3) }, (_, k) => [`attribute${k}`, attribute()]))
    return {
      ...{ name: `node${i}`, type: `Type${whole(9)}`, domain: ['', 'com.x'][whole(2)] ?? '' },
      inputs: taken,
      outputs,
      attributes,
    }
  })
  const outputs = [{ name: values.at(-1) as string, type: 'float32' as const, shape: shape() }]
  return { name: name('graph', 0), opset: 1 + whole(30), inputs, outputs, constants, nodes }
}

describe('an .onnx file', () => {
  it('gives back any graph that is written to it', () => {
    const random = new Random(5)
    for (let round = 0; round < 300; round++) {
      const model = { graph: anyGraph(random), metadata: new Map([['round', `${round}`]]) }
      expect(readOnnx(writeOnnx(model))).toEqual(model)
    }
  })

  it('holds every kind of constant and attribute through writing and reading', () => {
    const model = everyKind()
    expect(readOnnx(writeOnnx(model))).toEqual(model)
  })

  it('gives back the very graph of a whole network', () => {
    const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 64 })
    const model = inferenceModel(network, initialParameters(network, 1))
    const bytes = writeOnnx(model)
    const read = readOnnx(bytes)
    expect(read).toEqual(model)
    expect(Buffer.compare(writeOnnx(read), bytes)).toBe(0)
  })

  it('is refused with a sentence wherever it is cut off', () => {
    for (let length = 0; length < smallModel.length; length++) {
      expect(failure(smallModel.subarray(0, length))?.code).toBe('model_unreadable')
    }
  })

  it('is read or refused, and never worse, with any bytes of it changed', () => {
    const random = new Random(7)
    const before = process.memoryUsage().arrayBuffers
    let refused = 0
    for (let round = 0; round < 2000; round++) {
      const bytes = smallModel.slice()
      for (let i = 0; i <= round % 4; i++) bytes[random.integer() % bytes.length] = random.integer() & 255
      if (failure(bytes) !== undefined) refused++
    }
    expect(refused).toBeGreaterThan(1000)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300e6)
  })

  it('whose constant claims more values than it holds is refused before anything is allocated', () => {
    const bytes = writeOnnx({
      graph: { name: '', opset: 17, inputs: [], outputs: [], nodes: [], constants: new Map() },
      metadata: new Map(),
    })
    // GraphProto.initializer with dims 2^40 and no data, put into the (empty) graph.
    const dims = [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x10, 0x01]
    const graph = [0x2a, dims.length, ...dims]
    const at = bytes.indexOf(0x3a)
    const lied = Uint8Array.from([
      ...bytes.subarray(0, at),
      0x3a,
      graph.length,
      ...graph,
      ...bytes.subarray(at + 2 + (bytes[at + 1] as number)),
    ])
    expect(failure(lied)?.message).toContain('1099511627776')
  })

  it('whose nodes form a circle is refused', () => {
    const model = everyKind()
    const [node] = model.graph.nodes
    const circle = { ...model.graph, nodes: [{ ...node, inputs: ['y'] } as (typeof model.graph.nodes)[number]] }
    expect(failure(writeOnnx({ ...model, graph: circle }))?.message).toContain('before it is defined')
  })
})
