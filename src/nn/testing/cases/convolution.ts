import { type Attributes, int, ints, text } from '../../graph/types.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

interface Options {
  readonly strides?: readonly number[]
  readonly dilations?: readonly number[]
  readonly pads?: readonly number[]
  readonly group?: number
}

const conv = (kernel: readonly number[], { strides, dilations, pads, group }: Options = {}): Attributes => ({
  kernel_shape: ints(kernel),
  strides: ints(strides ?? [1, 1]),
  dilations: ints(dilations ?? [1, 1]),
  pads: ints(pads ?? [0, 0, 0, 0]),
  group: int(group ?? 1),
})

const around = (width: number) => [width, width, width, width]

const rows: readonly Omit<GradientCase, 'type'>[] = [
  { note: '1x1', inputs: shapes([2, 3, 3, 2], [4, 3, 1, 1]), attributes: conv([1, 1]) },
  { note: '1x1 over one place', inputs: shapes([2, 3, 1, 1], [4, 3, 1, 1], [4]), attributes: conv([1, 1]) },
  { note: '1x1, padded', inputs: shapes([2, 2, 3, 3], [2, 2, 1, 1]), attributes: conv([1, 1], { pads: around(1) }) },
  { note: '1x1, grouped', inputs: shapes([2, 4, 3, 3], [4, 2, 1, 1]), attributes: conv([1, 1], { group: 2 }) },
  {
    note: '3x3 with bias',
    inputs: shapes([2, 2, 5, 4], [3, 2, 3, 3], [3]),
    attributes: conv([3, 3], { pads: around(1) }),
  },
  {
    note: '3x3 over one place',
    inputs: shapes([2, 2, 1, 1], [3, 2, 3, 3]),
    attributes: conv([3, 3], { pads: around(1) }),
  },
  { note: 'as large as the image', inputs: shapes([2, 2, 3, 4], [3, 2, 3, 4]), attributes: conv([3, 4]) },
  {
    note: '3x3 stride 2, odd size',
    inputs: shapes([2, 2, 7, 5], [3, 2, 3, 3]),
    attributes: conv([3, 3], { strides: [2, 2], pads: around(1) }),
  },
  {
    note: '3x3 stride 2, even size',
    inputs: shapes([1, 2, 6, 8], [2, 2, 3, 3]),
    attributes: conv([3, 3], { strides: [2, 2], pads: around(1) }),
  },
  { note: '1x1 stride 2', inputs: shapes([2, 2, 5, 6], [3, 2, 1, 1]), attributes: conv([1, 1], { strides: [2, 2] }) },
  {
    note: 'stride beyond the kernel',
    inputs: shapes([1, 2, 8, 9], [2, 2, 2, 2]),
    attributes: conv([2, 2], { strides: [3, 4] }),
  },
  {
    note: 'grouped',
    inputs: shapes([2, 4, 5, 5], [6, 2, 3, 3]),
    attributes: conv([3, 3], { pads: around(1), group: 2 }),
  },
  {
    note: 'grouped, stride 2',
    inputs: shapes([2, 6, 6, 5], [6, 2, 3, 3], [6]),
    attributes: conv([3, 3], { strides: [2, 2], pads: around(1), group: 3 }),
  },
  {
    note: 'depthwise 5x5 stride 2',
    inputs: shapes([2, 3, 7, 6], [3, 1, 5, 5]),
    attributes: conv([5, 5], { strides: [2, 2], pads: around(2), group: 3 }),
  },
  {
    note: 'depthwise, two outputs a channel',
    inputs: shapes([2, 3, 4, 4], [6, 1, 3, 3]),
    attributes: conv([3, 3], { pads: around(1), group: 3 }),
  },
  {
    note: 'dilated',
    inputs: shapes([1, 2, 8, 7], [2, 2, 3, 3]),
    attributes: conv([3, 3], { dilations: [2, 2], pads: around(2) }),
  },
  {
    note: 'dilated, depthwise, asymmetric pads',
    inputs: shapes([2, 2, 7, 6], [2, 1, 3, 3]),
    attributes: conv([3, 3], { dilations: [2, 1], pads: [0, 1, 3, 0], group: 2 }),
  },
  {
    note: 'dilated, stride 3, asymmetric pads',
    inputs: shapes([2, 2, 9, 8], [2, 2, 3, 2]),
    attributes: conv([3, 2], { dilations: [1, 2], strides: [3, 2], pads: [1, 0, 2, 1] }),
  },
  {
    note: '"same" padding, more of it behind',
    inputs: shapes([1, 2, 6, 5], [2, 2, 3, 3]),
    attributes: { strides: ints([2, 2]), auto_pad: text('SAME_UPPER') },
  },
  {
    note: '"same" padding, more of it in front',
    inputs: shapes([1, 2, 6, 5], [2, 2, 3, 3]),
    attributes: { strides: ints([2, 2]), auto_pad: text('SAME_LOWER') },
  },
]

export const convolutionCases: readonly GradientCase[] = rows.map((row) => ({ ...row, type: 'Conv' }))
