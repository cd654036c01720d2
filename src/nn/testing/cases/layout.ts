import { int, ints, text } from '../../graph/types.ts'
import { integers } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const slice = (note: string, values: readonly (readonly number[])[], inputs = shapes([3, 5, 4])): GradientCase => ({
  type: 'Slice',
  note,
  inputs,
  constants: values.map(integers),
})

const pad = (mode: string, pads: readonly number[], opset?: number): GradientCase => ({
  type: 'Pad',
  note: `${mode} by ${pads.join(' ')}`,
  inputs: shapes([2, 3, 4]),
  attributes: { mode: text(mode) },
  constants: [integers(pads)],
  ...(opset === undefined ? {} : { opset }),
})

export const layoutCases: readonly GradientCase[] = [
  { type: 'Reshape', inputs: shapes([2, 6]), constants: [integers([0, -1, 2])] },
  { type: 'Flatten', inputs: shapes([2, 3, 2]) },
  { type: 'Flatten', note: 'from an axis counted back', inputs: shapes([2, 3, 2]), attributes: { axis: int(-1) } },
  { type: 'Squeeze', inputs: shapes([2, 1, 3]), constants: [integers([1])] },
  { type: 'Squeeze', note: 'of every axis of one', inputs: shapes([1, 2, 1, 3]) },
  { type: 'Unsqueeze', inputs: shapes([2, 3]), constants: [integers([0, -1])] },
  { type: 'Transpose', inputs: shapes([2, 3, 4]), attributes: { perm: ints([1, 2, 0]) } },
  { type: 'Transpose', note: 'of every axis', inputs: shapes([2, 3, 4]) },
  { type: 'Expand', inputs: shapes([3, 1]), constants: [integers([2, 3, 4])] },
  { type: 'Expand', note: 'to less than its own shape', inputs: shapes([2, 3]), constants: [integers([1])] },
  { type: 'Concat', inputs: shapes([2, 3], [2, 1], [2, 2]), attributes: { axis: int(1) } },
  { type: 'Concat', inputs: shapes([2, 3], [2, 1]), attributes: { axis: int(1) }, opset: 20 },
  { type: 'Concat', note: 'of one', inputs: shapes([2, 3]), attributes: { axis: int(-1) } },
  { type: 'Concat', note: 'of images', inputs: shapes([1, 2, 2, 3], [1, 3, 2, 3]), attributes: { axis: int(-3) } },
  {
    type: 'Concat',
    note: 'between convolutions, where images lie in blocks of channels',
    inputs: shapes([2, 16, 1, 3], [16, 16, 1, 1], [32, 16, 1, 1], [16, 48, 1, 1]),
    wanted: 1,
    build: (builder, [x = '', first = '', second = '', last = '']) => {
      const both = [builder.op('Conv', [x, first]), builder.op('Conv', [x, second])]
      return builder.op('Conv', [builder.op('Concat', both, { axis: int(1) }), last])
    },
  },
  {
    type: 'Split',
    note: 'of which one part is used',
    inputs: shapes([2, 5]),
    constants: [integers([2, 3])],
    attributes: { axis: int(1) },
    outputs: 2,
    seen: 1,
  },
  { type: 'Split', note: 'in equal parts', inputs: shapes([6, 2]), outputs: 3, seen: 1 },
  {
    type: 'Split',
    note: 'in parts of which the last is smaller',
    inputs: shapes([5, 2]),
    attributes: { num_outputs: int(2) },
    outputs: 2,
    seen: 1,
    opset: 18,
  },
  slice('of one axis', [[1], [4], [1]]),
  slice('of every axis', [
    [0, 1, 0],
    [2, 5, 3],
  ]),
  slice('counted back, beyond the end', [[-3], [100], [-1]]),
  slice('in steps', [[1], [5], [1], [2]]),
  slice('backwards', [[-1], [-100], [1], [-1]]),
  slice('in steps one way, backwards the other', [
    [3, 0],
    [-100, 100],
    [2, 0],
    [-2, 2],
  ]),
  { type: 'Gather', note: 'of one place', inputs: shapes([3, 4]), constants: [{ ...integers([-1]), shape: [] }] },
  {
    type: 'Gather',
    note: 'of places, one twice',
    inputs: shapes([2, 4, 3]),
    constants: [integers([3, 0, 3])],
    attributes: { axis: int(1) },
  },
  pad('constant', [0, 1, 2, 1, 0, 3]),
  pad('constant', [0, -1, 2, 1, 0, -1]),
  pad('edge', [1, 0, 2, 0, 1, 3]),
  pad('reflect', [1, 0, 2, 0, 2, 3]),
  pad('wrap', [1, 0, 2, 0, 2, 3], 19),
  {
    type: 'Pad',
    note: 'of named axes',
    inputs: shapes([2, 3, 4]),
    constants: [integers([1, 0, 2, 1]), undefined, integers([-1, 1])],
    opset: 18,
  },
]
