import { type Attributes, float, int } from '../../graph/types.ts'
import { scalar } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const onnxFloat: Attributes = { to: int(1) }
const onnxDouble: Attributes = { to: int(11) }

const binaries: readonly GradientCase[] = (['Add', 'Sub', 'Mul', 'Div', 'Pow'] as const).flatMap((type) =>
  [
    { note: 'of one shape', inputs: shapes([2, 3], [2, 3]) },
    { note: 'the second repeated over places', inputs: shapes([2, 3, 2, 2], [3, 1, 1]) },
    { note: 'the first repeated over places', inputs: shapes([2, 3, 1, 1], [2, 3, 4, 3]) },
    { note: 'both repeated', inputs: shapes([2, 1, 3], [4, 1]) },
    { note: 'with a scalar', inputs: shapes([1, 3, 1], []) },
  ].map((one) => ({ type, positive: type === 'Div' || type === 'Pow', ...one })),
)

const unaries: readonly GradientCase[] = ['Sqrt', 'Exp', 'Log', 'Reciprocal', 'Neg', 'Abs', 'Identity', 'Dropout'].map(
  (type) => ({ type, inputs: shapes([2, 3]), positive: ['Sqrt', 'Log', 'Reciprocal'].includes(type) }),
)

export const arithmeticCases: readonly GradientCase[] = [
  ...binaries,
  ...unaries,
  { type: 'Mul', note: 'a factor a plane', inputs: shapes([2, 3, 4, 3], [2, 3, 1, 1]) },
  { type: 'Pow', note: 'squared', inputs: shapes([2, 3]), constants: [scalar(2)] },
  { type: 'Pow', note: 'cubed', inputs: shapes([2, 3]), constants: [scalar(3)] },
  { type: 'Pow', note: 'as a root', inputs: shapes([2, 3]), constants: [scalar(0.5)], positive: true },
  { type: 'Cast', note: 'to its own type', inputs: shapes([2, 3]), attributes: onnxFloat },
  {
    type: 'Cast',
    note: 'to doubles and back',
    inputs: shapes([2, 3]),
    build: (builder, [x = '']) => builder.op('Cast', [builder.op('Cast', [x], onnxDouble)], onnxFloat),
  },
  {
    type: 'Where',
    inputs: shapes([2, 3], [3]),
    build: (builder, [a = '', b = '']) => builder.op('Where', [builder.op('Greater', [a, builder.scalar(0.25)]), a, b]),
  },
  { type: 'Gemm', inputs: shapes([3, 4], [5, 4], [5]), attributes: { transB: int(1) } },
  { type: 'Gemm', note: 'of one row', inputs: shapes([1, 4], [4, 1], [1]) },
  {
    type: 'Gemm',
    note: 'transposed and scaled',
    inputs: shapes([4, 3], [4, 2], [3, 1]),
    attributes: { transA: int(1), alpha: float(0.5), beta: float(2) },
  },
  {
    type: 'Gemm',
    note: 'both transposed',
    inputs: shapes([4, 3], [2, 4]),
    attributes: { transA: int(1), transB: int(1) },
  },
  { type: 'MatMul', inputs: shapes([3, 4], [4, 2]) },
  { type: 'MatMul', note: 'the second repeated', inputs: shapes([2, 3, 4], [4, 2]) },
  { type: 'MatMul', note: 'the first repeated', inputs: shapes([3, 4], [2, 4, 2]) },
  { type: 'MatMul', note: 'of batches', inputs: shapes([2, 1, 3, 4], [3, 4, 1]) },
  { type: 'MatMul', note: 'by a vector', inputs: shapes([2, 3, 4], [4]) },
  { type: 'MatMul', note: 'of a vector', inputs: shapes([3], [2, 3, 4]) },
  { type: 'MatMul', note: 'of two vectors', inputs: shapes([3], [3]) },
]
