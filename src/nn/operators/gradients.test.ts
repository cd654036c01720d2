import { describe, expect, it } from 'vitest'
import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { type Attributes, float, type Graph, int, internalDomain, ints } from '../graph/types.ts'
import { lowerPortable } from '../lowering/portable.ts'
import { integers, type Shape, type Tensor } from '../tensor.ts'
import { type DoubleArray, doubles } from '../testing/array.ts'
import { interpret } from '../testing/interpreter.ts'
import { randomTensor } from '../testing/random-tensors.ts'

interface Case {
  readonly type: string
  readonly domain?: string
  readonly inputs: readonly Shape[]
  readonly attributes?: Attributes
  /** Constant inputs that follow the others. */
  readonly constants?: readonly Tensor[]
  readonly outputs?: number
  /** Inputs are made positive, for logarithms and roots. */
  readonly positive?: boolean
  readonly opset?: number
  readonly note?: string
}

const conv = (
  kernel: readonly number[],
  options: {
    strides?: readonly number[]
    dilations?: readonly number[]
    pads?: readonly number[]
    group?: number
  } = {},
): Attributes => ({
  kernel_shape: ints(kernel),
  strides: ints(options.strides ?? [1, 1]),
  dilations: ints(options.dilations ?? [1, 1]),
  pads: ints(options.pads ?? [0, 0, 0, 0]),
  group: int(options.group ?? 1),
})

const convolutions: readonly Case[] = [
  {
    note: '1x1',
    type: 'Conv',
    inputs: [
      [2, 3, 3, 2],
      [4, 3, 1, 1],
    ],
    attributes: conv([1, 1]),
  },
  { note: '1x1 over one place', type: 'Conv', inputs: [[2, 3, 1, 1], [4, 3, 1, 1], [4]], attributes: conv([1, 1]) },
  {
    note: '3x3 with bias',
    type: 'Conv',
    inputs: [[2, 2, 5, 4], [3, 2, 3, 3], [3]],
    attributes: conv([3, 3], { pads: [1, 1, 1, 1] }),
  },
  {
    note: '3x3 stride 2, odd size',
    type: 'Conv',
    inputs: [
      [2, 2, 7, 5],
      [3, 2, 3, 3],
    ],
    attributes: conv([3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] }),
  },
  {
    note: '3x3 stride 2, even size',
    type: 'Conv',
    inputs: [
      [1, 2, 6, 8],
      [2, 2, 3, 3],
    ],
    attributes: conv([3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] }),
  },
  {
    note: '1x1 stride 2',
    type: 'Conv',
    inputs: [
      [2, 2, 5, 6],
      [3, 2, 1, 1],
    ],
    attributes: conv([1, 1], { strides: [2, 2] }),
  },
  {
    note: 'grouped',
    type: 'Conv',
    inputs: [
      [2, 4, 5, 5],
      [6, 2, 3, 3],
    ],
    attributes: conv([3, 3], { pads: [1, 1, 1, 1], group: 2 }),
  },
  {
    note: 'depthwise 5x5 stride 2',
    type: 'Conv',
    inputs: [
      [2, 3, 7, 6],
      [3, 1, 5, 5],
    ],
    attributes: conv([5, 5], { strides: [2, 2], pads: [2, 2, 2, 2], group: 3 }),
  },
  {
    note: 'depthwise, two outputs a channel',
    type: 'Conv',
    inputs: [
      [2, 3, 4, 4],
      [6, 1, 3, 3],
    ],
    attributes: conv([3, 3], { pads: [1, 1, 1, 1], group: 3 }),
  },
  {
    note: 'dilated',
    type: 'Conv',
    inputs: [
      [1, 2, 8, 7],
      [2, 2, 3, 3],
    ],
    attributes: conv([3, 3], { dilations: [2, 2], pads: [2, 2, 2, 2] }),
  },
  {
    note: 'dilated, stride 3, asymmetric pads',
    type: 'Conv',
    inputs: [
      [2, 2, 9, 8],
      [2, 2, 3, 2],
    ],
    attributes: conv([3, 2], { dilations: [1, 2], strides: [3, 2], pads: [1, 0, 2, 1] }),
  },
]

const batchNorm = (count: number): readonly Shape[] => [[3, 2, count, 2], [2], [2]]

const cases: readonly Case[] = [
  ...convolutions,
  {
    note: 'repeated over places',
    type: 'Add',
    inputs: [
      [2, 3, 2, 2],
      [3, 1, 1],
    ],
  },
  {
    type: 'Sub',
    inputs: [
      [2, 3],
      [2, 1],
    ],
  },
  { type: 'Mul', inputs: [[2, 3], [3]] },
  {
    note: 'a factor a plane',
    type: 'Mul',
    inputs: [
      [2, 3, 4, 3],
      [2, 3, 1, 1],
    ],
  },
  {
    type: 'Div',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    positive: true,
  },
  { type: 'Sqrt', inputs: [[2, 3]], positive: true },
  { type: 'Exp', inputs: [[2, 3]] },
  { type: 'Log', inputs: [[2, 3]], positive: true },
  { type: 'Reciprocal', inputs: [[2, 3]], positive: true },
  { type: 'Neg', inputs: [[2, 3]] },
  { type: 'Identity', inputs: [[2, 3]] },
  { type: 'Sigmoid', inputs: [[2, 5]] },
  { type: 'Tanh', inputs: [[2, 5]] },
  { type: 'Relu', inputs: [[3, 5]] },
  { type: 'LeakyRelu', inputs: [[3, 5]], attributes: { alpha: float(0.25) } },
  { type: 'HardSwish', inputs: [[4, 9]] },
  {
    type: 'Clip',
    inputs: [[4, 5]],
    constants: [
      { type: 'float32', shape: [], data: Float32Array.of(-0.5) },
      { type: 'float32', shape: [], data: Float32Array.of(0.75) },
    ],
  },
  { type: 'Silu', domain: internalDomain, inputs: [[2, 3, 2, 2]] },
  { type: 'QuickGelu', domain: 'com.microsoft', inputs: [[2, 5]], attributes: { alpha: float(1.5) } },
  { type: 'Softmax', inputs: [[3, 4]], attributes: { axis: int(1) } },
  { note: 'for every device', type: 'LogSoftmax', domain: internalDomain, inputs: [[3, 4]] },
  { type: 'LogSoftmax', inputs: [[3, 4]] },
  {
    type: 'MatMul',
    inputs: [
      [3, 4],
      [4, 2],
    ],
  },
  {
    note: 'with a repeated batch',
    type: 'MatMul',
    inputs: [
      [2, 3, 4],
      [4, 2],
    ],
  },
  { type: 'Gemm', inputs: [[3, 4], [5, 4], [5]], attributes: { transB: int(1) } },
  {
    note: 'transposed and scaled',
    type: 'Gemm',
    inputs: [
      [4, 3],
      [4, 2],
      [3, 1],
    ],
    attributes: { transA: int(1), alpha: float(0.5), beta: float(2) },
  },
  {
    note: 'both transposed',
    type: 'Gemm',
    inputs: [
      [4, 3],
      [2, 4],
    ],
    attributes: { transA: int(1), transB: int(1) },
  },
  { note: 'in use', type: 'BatchNormalization', inputs: [[2, 3, 2, 2], [3], [3], [3], [3]], positive: true },
  {
    type: 'BatchNormTraining',
    domain: internalDomain,
    inputs: batchNorm(3),
    attributes: { epsilon: float(0.01) },
    outputs: 3,
  },
  {
    note: 'over one place',
    type: 'BatchNormTraining',
    domain: internalDomain,
    inputs: [[4, 2, 1, 1], [2], [2]],
    attributes: { epsilon: float(0.1) },
    outputs: 3,
  },
  { type: 'GlobalAveragePool', inputs: [[2, 3, 3, 2]] },
  { type: 'ReduceSum', inputs: [[2, 3, 4]], constants: [integers([-1, 0])] },
  { type: 'ReduceMean', inputs: [[2, 3, 4]], attributes: { axes: ints([1]), keepdims: int(0) } },
  { note: 'with axes as input', type: 'ReduceMean', inputs: [[2, 3, 4]], constants: [integers([1, 2])], opset: 18 },
  { type: 'Reshape', inputs: [[2, 6]], constants: [integers([0, -1, 2])] },
  { type: 'Flatten', inputs: [[2, 3, 2]] },
  { type: 'Squeeze', inputs: [[2, 1, 3]], constants: [integers([1])] },
  { type: 'Unsqueeze', inputs: [[2, 3]], constants: [integers([0, -1])] },
  { type: 'Transpose', inputs: [[2, 3, 4]], attributes: { perm: ints([1, 2, 0]) } },
  { type: 'Expand', inputs: [[3, 1]], constants: [integers([2, 3, 4])] },
  {
    note: 'of which one part is used',
    type: 'Split',
    inputs: [[2, 5]],
    constants: [integers([2, 3])],
    attributes: { axis: int(1) },
    outputs: 2,
  },
  {
    type: 'Concat',
    inputs: [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    attributes: { axis: int(1) },
  },
]

/** Steps of the central difference; in doubles its error is about the square of this. */
const step = 1e-4

function built(one: Case): {
  graph: Graph
  inputs: readonly string[]
  loss: string
  gradients: ReadonlyMap<string, string>
} {
  const builder = new GraphBuilder('case', one.opset)
  const inputs = one.inputs.map((shape, index) => builder.input(`x${index}`, { type: 'float32', shape }))
  const constants = (one.constants ?? []).map((tensor) => builder.constant(tensor))
  const [y] = builder.node(one.type, [...inputs, ...constants], {
    domain: one.domain ?? '',
    attributes: one.attributes ?? {},
    count: one.outputs ?? 1,
  }) as [string]
  const weights = builder.constant(randomTensor(builder.shapeOf(y), 99), 'weights')
  const loss = builder.op('ReduceSum', [builder.op('Mul', [y, weights])], { keepdims: int(0) })
  // BatchNormalization's statistics are no parameters.
  const wanted = one.type === 'BatchNormalization' ? inputs.slice(0, 3) : inputs
  const gradients = addGradients(builder, new Map([[loss, builder.scalar(1)]]), wanted)
  for (const name of wanted) builder.output(gradients.get(name) as string)
  builder.output(loss)
  return { graph: lowerPortable(builder.build()), inputs: wanted, loss, gradients }
}

function starting(one: Case): Map<string, DoubleArray> {
  return new Map(
    one.inputs.map((shape, index) => {
      const values = randomTensor(shape, index + 1).data
      return [`x${index}`, doubles(shape, one.positive ? values.map((value) => Math.abs(value) + 0.5) : values)]
    }),
  )
}

describe('every gradient agrees with central differences in double precision', () => {
  for (const one of cases) {
    it(`of ${one.type}${one.note ? `, ${one.note}` : ''}`, () => {
      const { graph, inputs, loss, gradients } = built(one)
      const feeds = starting(one)
      const values = interpret(graph, feeds)
      const lossAt = () => (interpret(graph, feeds).get(loss) as DoubleArray).data[0] as number
      for (const name of inputs) {
        const { data } = feeds.get(name) as DoubleArray
        const gradient = (values.get(gradients.get(name) as string) as DoubleArray).data
        expect(gradient.length).toBe(data.length)
        for (const [index, value] of data.entries()) {
          data[index] = value + step
          const above = lossAt()
          data[index] = value - step
          const below = lossAt()
          data[index] = value
          expect(gradient[index]).toBeCloseTo((above - below) / (2 * step), 5)
        }
      }
    })
  }
})
