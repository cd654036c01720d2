import { beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../graph/builder.ts'
import { type Attributes, float, type Graph, int, internalDomain } from '../../../graph/types.ts'
import { lowerPortable } from '../../../lowering/portable.ts'
import { writeOnnx } from '../../../onnx/writer.ts'
import { blockedDomain } from '../../../operators/blocked.ts'
import { operators } from '../../../operators/registry.ts'
import { float32, floatEntry, scalar, type TensorMap } from '../../../tensor.ts'
import type { DoubleArray } from '../../../testing/array.ts'
import { gradientCases } from '../../../testing/cases/gradient-cases.ts'
import { builtCase, startingValues, titleOf } from '../../../testing/gradient-case.ts'
import { interpret } from '../../../testing/interpreter.ts'
import { randomTensor, relativeError } from '../../../testing/random-tensors.ts'
import { openOnnxRuntime } from '../../onnxruntime.ts'
import type { Runtime } from '../../types.ts'
import { openTensorflow } from '../tensorflow.ts'
import { findKernel } from './kernels.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openTensorflow()
})

describe('TensorFlow computes every operator and its gradient as the interpreter does', () => {
  for (const one of gradientCases) {
    it(`of ${titleOf(one)}`, async () => {
      const graph = lowerPortable(builtCase(one).graph)
      const values = startingValues(one)
      const expected = interpret(graph, values)
      const session = await runtime.session(writeOnnx({ graph, metadata: new Map() }))
      const results = await session.run(
        new Map([...values].map(([name, { shape, data }]) => [name, float32([...data], shape)])),
      )
      await session.close()
      for (const { name } of graph.outputs) {
        const { shape, data } = expected.get(name) as DoubleArray
        const actual = floatEntry(results, name)
        expect(actual.shape).toEqual(shape)
        expect(relativeError(actual.data, data)).toBeLessThan(1e-4)
      }
    })
  }
})

async function run(on: Runtime, graph: Graph, feeds: TensorMap): Promise<TensorMap> {
  const session = await on.session(writeOnnx({ graph, metadata: new Map() }))
  const results = await session.run(feeds)
  await session.close()
  return results
}

/** Operators that the gradients' table does not reach, each as what it makes of x [2,3,4]. */
const others: readonly { type: string; build: (builder: GraphBuilder, x: string) => string }[] = [
  ...['Floor', 'Ceil', 'Sign', 'Shape', 'Size'].map((type) => ({
    type,
    build: (builder: GraphBuilder, x: string) => builder.op(type, [x]),
  })),
  ...['Max', 'Min'].map((type) => ({
    type,
    build: (builder: GraphBuilder, x: string) => builder.op(type, [x, builder.scalar(0.25)]),
  })),
  { type: 'ReduceSumSquare', build: (builder, x) => builder.op('ReduceSumSquare', [x], { keepdims: int(0) }) },
  {
    type: 'Shape, of some axes',
    build: (builder, x) => builder.op('Shape', [x], { start: int(-2), end: int(3) }),
  },
  {
    type: 'ConstantOfShape',
    build: (builder, x) => {
      const value: Attributes = { value: { kind: 'tensor', value: { ...scalar(2.5), shape: [1] } } }
      return builder.op('Mul', [x, builder.op('ConstantOfShape', [builder.integers(2, 1, 4)], value)])
    },
  },
  {
    type: 'Cast to whole numbers and truth values',
    build: (builder, x) => {
      const whole = builder.op('Cast', [builder.op('Mul', [x, builder.scalar(3)])], { to: int(7) })
      return builder.op('Cast', [whole], { to: int(9) })
    },
  },
  {
    type: 'FusedMatMul',
    build: (builder, x) => builder.op('FusedMatMul', [x, x], { transB: int(1), alpha: float(0.5) }, 'com.microsoft'),
  },
  {
    type: 'ConvTranspose with a bias, grouped',
    build: (builder, x) => {
      const image = builder.op('Reshape', [x, builder.integers(1, 4, 3, 2)])
      const weight = builder.constant(randomTensor([4, 3, 3, 2], 8))
      const attributes = { strides: { kind: 'ints', value: [2, 3] }, group: int(2) } as const
      return builder.op('ConvTranspose', [image, weight, builder.constant(randomTensor([6], 9))], attributes)
    },
  },
]

describe('TensorFlow computes as ONNX Runtime does', () => {
  const x = float32(
    randomTensor([2, 3, 4], 5).data.map((value) => 2 * value),
    [2, 3, 4],
  )
  for (const { type, build } of others) {
    it(`${type}`, async () => {
      const builder = new GraphBuilder('case')
      builder.output(build(builder, builder.input('x', x)))
      const graph = builder.build()
      const feeds: TensorMap = new Map([['x', x]])
      const [expected] = (await run(await openOnnxRuntime('cpu'), graph, feeds)).values()
      const [actual] = (await run(runtime, graph, feeds)).values()
      expect([actual?.type, actual?.shape]).toEqual([expected?.type, expected?.shape])
      const values = Array.from(actual?.data ?? [], Number)
      expect(relativeError(values, Array.from(expected?.data ?? [], Number))).toBeLessThan(1e-5)
    })
  }
})

describe('the table of kernels', () => {
  it('has one for every operator but those with a lowering, internal ones and those of the blocked lowering', () => {
    for (const { type, domain, lower } of operators) {
      const inner = [internalDomain, blockedDomain].includes(domain)
      if (inner || lower !== undefined || type === 'ScatterElements') continue
      const node = { name: '', type, domain, inputs: [], outputs: [], attributes: {} }
      expect(findKernel(node)).toBeTypeOf('function')
    }
  })

  it('names the one that it has not', () => {
    const node = { name: '', type: 'toString', domain: '', inputs: [], outputs: [], attributes: {} }
    expect(() => findKernel(node)).toThrow('no kernel for the operator toString')
  })
})
