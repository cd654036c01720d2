import type { GraphBuilder } from '../../graph/builder.ts'
import { int, text } from '../../graph/types.ts'
import { integers } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const one = (value: number) => ({ ...integers([value]), shape: [] })

/** One dimension of a value as an exporter asks for it: Shape, Gather, Unsqueeze. */
function dimension(builder: GraphBuilder, x: string, axis: number): string {
  const picked = builder.op('Gather', [builder.op('Shape', [x]), builder.constant(one(axis))])
  return builder.op('Unsqueeze', [picked, builder.integers(0)])
}

/** What exporters write around the operators: targets that follow from shapes. */
export const foldedCases: readonly GradientCase[] = [
  {
    type: 'Reshape',
    note: 'to a target that follows from the shape',
    inputs: shapes([2, 3, 2, 2]),
    build: (builder, [x = '']) =>
      builder.op('Reshape', [
        x,
        builder.op('Concat', [dimension(builder, x, 0), builder.integers(-1)], { axis: int(0) }),
      ]),
  },
  {
    type: 'Channel shuffle',
    inputs: shapes([2, 6, 2, 1]),
    build: (builder, [x = '']) => {
      const channels = builder.op('Gather', [builder.op('Shape', [x]), builder.constant(one(1))])
      const each = builder.op('Unsqueeze', [
        builder.op('Div', [channels, builder.constant(one(4))]),
        builder.integers(0),
      ])
      const size = builder.op('Slice', [builder.op('Shape', [x]), builder.integers(2), builder.integers(4)])
      const groups = [dimension(builder, x, 0), each, builder.integers(-1), size]
      const grouped = builder.op('Reshape', [x, builder.op('Concat', groups, { axis: int(0) })])
      const order = { perm: { kind: 'ints', value: [0, 2, 1, 3, 4] } } as const
      return builder.op('Reshape', [builder.op('Transpose', [grouped], order), builder.op('Shape', [x])])
    },
  },
  {
    type: 'Resize',
    note: 'to a size that follows from the shape',
    inputs: shapes([1, 2, 3, 5]),
    build: (builder, [x = '']) => {
      const shape = builder.op('Shape', [x])
      const cut = (start: number, end: number) =>
        builder.op('Slice', [shape, builder.integers(start), builder.integers(end), builder.integers(0)])
      const scaled = builder.op('Mul', [builder.op('Cast', [cut(2, 4)], { to: int(1) }), builder.scalar(1.5)])
      const size = builder.op('Cast', [builder.op('Floor', [scaled])], { to: int(7) })
      const sizes = builder.op('Concat', [cut(0, 2), size], { axis: int(0) })
      return builder.op('Resize', [x, '', '', sizes], { mode: text('linear') })
    },
  },
  {
    type: 'Expand',
    note: 'of ones of a shape',
    inputs: shapes([2, 3]),
    build: (builder, [x = '']) => {
      const value = { value: { kind: 'tensor', value: integers([2]) } } as const
      const twos = builder.op('ConstantOfShape', [builder.integers(3)], value)
      const wanted = builder.op('Equal', [twos, builder.constant(integers([1, 2, 3]))])
      const target = builder.op('Where', [wanted, twos, builder.constant(integers([4, 2, 3]))])
      return builder.op('Expand', [x, target])
    },
  },
  {
    type: 'Shape',
    note: 'in part',
    inputs: shapes([2, 3, 4]),
    build: (builder, [x = '']) => {
      const rows = builder.op('Shape', [x], { end: int(1) })
      const total = builder.op('Unsqueeze', [builder.op('Size', [x]), builder.integers(0)])
      const target = builder.op('Concat', [rows, builder.op('Div', [total, rows])], { axis: int(0) })
      return builder.op('Reshape', [x, target])
    },
  },
]
