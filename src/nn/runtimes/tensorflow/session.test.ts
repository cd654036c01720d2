import { memory } from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../graph/builder.ts'
import { type Graph, int, ints } from '../../graph/types.ts'
import { writeOnnx } from '../../onnx/writer.ts'
import { float32, floatEntry, integers, scalar, type Tensor } from '../../tensor.ts'
import type { Runtime, Session } from '../types.ts'
import { openTensorflow } from './tensorflow.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openTensorflow()
})

const opened: Session[] = []
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close()
  expect(memory().numTensors).toBe(0)
})

async function open(graph: Graph): Promise<Session> {
  const session = await runtime.session(writeOnnx({ graph, metadata: new Map() }))
  opened.push(session)
  return session
}

const x = float32([1, -2, 3, -4, 5, -6], [2, 3])
const feeds = new Map<string, Tensor>([['x', x]])

function graphOf(build: (builder: GraphBuilder, x: string) => readonly string[]): Graph {
  const builder = new GraphBuilder('session', 18)
  for (const name of build(builder, builder.input('x', x))) builder.output(name)
  return builder.build()
}

/** A value used twice, one used never, an input handed on, a constant handed on. */
const busy = graphOf((builder, name) => {
  const relu = builder.op('Relu', [name])
  const [first, second] = builder.node('Split', [relu, builder.integers(1, 2)], {
    attributes: { axis: int(1) },
    count: 2,
  }) as [string, string]
  const sum = builder.op('ReduceSum', [builder.op('Add', [relu, relu]), builder.integers(0)])
  const kept = builder.op('Identity', [builder.constant(float32([7], [1]))])
  return [sum, builder.op('Mul', [first, builder.scalar(3)]), builder.op('Identity', [name]), kept, second].slice(0, 4)
})

describe('a TensorFlow session', () => {
  it('holds after any number of runs what it held after one', async () => {
    const session = await open(busy)
    await session.run(feeds)
    const after = memory()
    for (let run = 0; run < 5; run++) await session.run(feeds)
    expect(memory().numTensors).toBe(after.numTensors)
    expect(memory().numBytes).toBe(after.numBytes)
  })

  it('gives every output, in memory of its own', async () => {
    const own = float32([...x.data], [2, 3])
    const session = await open(busy)
    const [sum, scaled, same, constant] = (await session.run(new Map([['x', own]]))).values()
    own.data.fill(9)
    expect(sum).toEqual(float32([2, 10, 6], [1, 3]))
    expect(scaled).toEqual(float32([3, 0], [2, 1]))
    expect(same).toEqual(x)
    constant?.data.fill(9 as never)
    const again = [...(await session.run(feeds)).values()]
    expect(again[3]).toEqual(float32([7], [1]))
  })

  it('writes outputs to the buffers given for them, and refuses one that does not fit', async () => {
    const session = await open(graphOf((builder, name) => [builder.op('Neg', [name])]))
    const name = session.outputs[0] as string
    const target = float32(new Float32Array(6), [2, 3])
    const results = await session.run(feeds, new Map([[name, target]]))
    expect(results.get(name)).toBe(target)
    expect([...target.data]).toEqual([-1, 2, -3, 4, -5, 6])
    await expect(session.run(feeds, new Map([[name, scalar(0)]]))).rejects.toMatchObject({ code: 'compute_failed' })
  })

  it('takes and gives whole numbers, doubles and truth values', async () => {
    const builder = new GraphBuilder('types')
    const types = ['float64', 'int64', 'int32', 'uint8', 'bool'] as const
    for (const type of types) {
      builder.input(type, { type, shape: [2] })
      builder.node('Identity', [type], { outputs: [`same.${type}`] })
      builder.output(`same.${type}`)
    }
    const shape = [2]
    const given = new Map<string, Tensor>([
      ['float64', { type: 'float64', shape, data: Float64Array.of(0.5, -2) }],
      ['int64', integers([3, -4])],
      ['int32', { type: 'int32', shape, data: Int32Array.of(5, -6) }],
      ['uint8', { type: 'uint8', shape, data: Uint8Array.of(7, 255) }],
      ['bool', { type: 'bool', shape, data: Uint8Array.of(1, 0) }],
    ])
    const session = await open(builder.build())
    const results = await session.run(given)
    for (const type of types) expect(results.get(`same.${type}`)).toEqual(given.get(type))
  })

  it('follows shapes that are only known when it runs', async () => {
    const builder = new GraphBuilder('dynamic')
    builder.input('x', { type: 'float32', shape: [2, 3] }, ['n', 3])
    builder.node('Relu', ['x'], { outputs: ['y'] })
    builder.output('y', ['n', 3])
    const built = builder.build()
    // Written by hand, since the builder wants to know the result's shape: x as [3,n], by a shape made from its own.
    const node = (
      type: string,
      inputs: string[],
      outputs: string[],
      attributes: Graph['nodes'][number]['attributes'] = {},
    ) => ({
      name: outputs[0] as string,
      type,
      domain: '',
      inputs,
      outputs,
      attributes,
    })
    const graph: Graph = {
      ...built,
      constants: new Map([['reversed', integers([1, 0])]]),
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Gather', ['shape', 'reversed'], ['turned']),
        node('Reshape', ['x', 'turned'], ['y'], { allowzero: int(0) }),
      ],
    }
    const session = await open(graph)
    for (const rows of [1, 4]) {
      const results = await session.run(new Map([['x', float32(new Float32Array(3 * rows).fill(1), [rows, 3])]]))
      expect(floatEntry(results, 'y').shape).toEqual([3, rows])
    }
  })

  it('says which node failed and why, and leaves nothing behind', async () => {
    const session = await open(graphOf((builder, name) => [builder.op('Sub', [builder.op('Neg', [name]), name])]))
    const other = new Map([['x', float32([1, 2], [2])]])
    expect((await session.run(other)).size).toBe(1)
    const reshaped = await open(graphOf((builder, name) => [builder.op('Reshape', [name, builder.integers(3, 2)])]))
    await expect(reshaped.run(other)).rejects.toMatchObject({
      code: 'compute_failed',
      message: expect.stringMatching(/Reshape node .* cannot be reshaped to/),
    })
    expect(memory().numTensors).toBe(0)
    await expect(session.run(new Map())).rejects.toThrow('input x is missing')
  })

  it('refuses operators without a kernel, outputs that it does not compute, and what is no model', async () => {
    const [first, ...rest] = busy.nodes
    const unknown = [{ ...first, type: 'Einsum' } as (typeof busy.nodes)[number], ...rest]
    await expect(open({ ...busy, nodes: unknown })).rejects.toMatchObject({
      code: 'operator_unsupported',
      message: expect.stringContaining('Einsum'),
    })
    const builder = new GraphBuilder('places')
    builder.input('x', { type: 'float32', shape: [1, 1, 2, 2] })
    const pooled = builder.node('MaxPool', ['x'], { attributes: { kernel_shape: ints([2, 2]) }, count: 2 })
    builder.output(pooled[1] as string)
    await expect(open(builder.build())).rejects.toThrow('only the first output of MaxPool')
    await expect(runtime.session(new Uint8Array(12))).rejects.toMatchObject({ code: 'model_unreadable' })
  })

  it('does not run once closed', async () => {
    const session = await open(busy)
    await session.close()
    await expect(session.run(feeds)).rejects.toThrow('closed')
  })
})
