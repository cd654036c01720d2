import { int, ints } from '../../graph/types.ts'
import { integers } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const inputs = shapes([2, 3, 4])

export const reductionCases: readonly GradientCase[] = [
  { type: 'ReduceSum', inputs, constants: [integers([-1, 0])] },
  { type: 'ReduceSum', note: 'over everything', inputs, attributes: { keepdims: int(0) } },
  {
    type: 'ReduceSum',
    note: 'over nothing',
    inputs,
    constants: [integers([])],
    attributes: { noop_with_empty_axes: int(1) },
  },
  { type: 'ReduceMean', inputs, attributes: { axes: ints([1]), keepdims: int(0) } },
  { type: 'ReduceMean', note: 'over everything', inputs },
  { type: 'ReduceMean', note: 'over an axis of one', inputs: shapes([2, 1, 3]), attributes: { axes: ints([-2]) } },
  { type: 'ReduceMean', note: 'axes as an input', inputs, constants: [integers([1, 2])], opset: 18 },
  { type: 'ReduceMean', note: 'over everything', inputs, opset: 18 },
]
