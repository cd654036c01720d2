import { type Attributes, int, ints, text } from '../../graph/types.ts'
import type { Shape } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

interface Options {
  readonly strides?: readonly number[]
  readonly dilations?: readonly number[]
  readonly pads?: readonly number[]
  readonly ceil?: boolean
}

const pool = (kernel: readonly number[], { strides, dilations, pads, ceil }: Options = {}): Attributes => ({
  kernel_shape: ints(kernel),
  strides: ints(strides ?? [1, 1]),
  ...(dilations === undefined ? {} : { dilations: ints(dilations) }),
  ...(pads === undefined ? {} : { pads: ints(pads) }),
  ...(ceil === undefined ? {} : { ceil_mode: int(1) }),
})

/** Windows over images of odd and even sizes, that overlap, lie side by side, leave places out or reach over the edge. */
const windows: readonly (readonly [note: string, image: Shape, attributes: Attributes])[] = [
  ['3x3 stride 2, even size', [2, 3, 6, 8], pool([3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] })],
  ['3x3 stride 2, odd size', [2, 2, 7, 5], pool([3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] })],
  ['3x3 stride 1', [1, 2, 4, 5], pool([3, 3], { pads: [1, 1, 1, 1] })],
  ['2x2 stride 2', [2, 2, 4, 6], pool([2, 2], { strides: [2, 2] })],
  ['2x2 stride 2, odd size', [1, 2, 5, 7], pool([2, 2], { strides: [2, 2] })],
  ['2x2 stride 2, reaching over the edge', [1, 2, 5, 7], pool([2, 2], { strides: [2, 2], ceil: true })],
  ['3x3 stride 2, reaching over the edge', [1, 2, 6, 8], pool([3, 3], { strides: [2, 2], ceil: true })],
  [
    '3x3 stride 2, padded and reaching over the edge',
    [1, 2, 6, 7],
    pool([3, 3], { strides: [2, 2], pads: [1, 1, 1, 1], ceil: true }),
  ],
  ['2x2 stride 3, ceil_mode without a window begun', [1, 1, 5, 4], pool([2, 2], { strides: [3, 3], ceil: true })],
  ['1x1 stride 2', [2, 2, 5, 4], pool([1, 1], { strides: [2, 2] })],
  ['over one place', [2, 3, 1, 1], pool([1, 1])],
  ['as large as the image', [2, 2, 3, 4], pool([3, 4])],
  ['3x2, asymmetric pads and strides', [1, 2, 8, 7], pool([3, 2], { strides: [3, 2], pads: [1, 0, 2, 1] })],
  ['"same" padding', [1, 2, 6, 5], { ...pool([3, 3], { strides: [2, 2] }), auto_pad: text('SAME_UPPER') }],
]

const cases = (type: string, more: Attributes, note = ''): readonly GradientCase[] =>
  windows.map(([about, image, attributes]) => ({
    type,
    note: `${about}${note}`,
    inputs: [image],
    attributes: { ...attributes, ...more },
  }))

/** The spellings of older and newer operator sets. */
const opsets = [13, 18, 20].flatMap((opset): readonly GradientCase[] => [
  { type: 'MaxPool', inputs: shapes([1, 2, 5, 4]), attributes: pool([3, 3], { strides: [2, 2] }), opset },
  { type: 'AveragePool', inputs: shapes([1, 2, 5, 4]), attributes: pool([3, 3], { pads: [1, 1, 1, 1] }), opset },
  { type: 'GlobalMaxPool', inputs: shapes([1, 2, 5, 4]), opset },
])

const dilated = pool([3, 2], { dilations: [2, 3], strides: [2, 1], pads: [1, 0, 2, 1] })

export const poolingCases: readonly GradientCase[] = [
  ...cases('MaxPool', {}),
  { type: 'MaxPool', note: 'dilated', inputs: shapes([2, 2, 8, 7]), attributes: dilated },
  {
    type: 'MaxPool',
    note: 'its places given too',
    inputs: shapes([2, 2, 4, 5]),
    attributes: pool([2, 2]),
    outputs: 2,
  },
  ...cases('AveragePool', {}),
  ...cases('AveragePool', { count_include_pad: int(1) }, ', pads counted'),
  { type: 'AveragePool', note: 'dilated', inputs: shapes([2, 2, 8, 7]), attributes: dilated, opset: 19 },
  ...opsets,
  { type: 'GlobalAveragePool', inputs: shapes([2, 3, 3, 2]) },
  { type: 'GlobalAveragePool', note: 'over one place', inputs: shapes([2, 3, 1, 1]) },
  { type: 'GlobalMaxPool', inputs: shapes([2, 3, 3, 2]) },
  { type: 'GlobalMaxPool', note: 'over one place', inputs: shapes([2, 3, 1, 1]) },
]
