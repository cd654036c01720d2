import { float, int, internalDomain } from '../../graph/types.ts'
import { scalar } from '../../tensor.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const odd = shapes([3, 5])

export const activationCases: readonly GradientCase[] = [
  { type: 'Sigmoid', inputs: odd },
  { type: 'Tanh', inputs: odd },
  { type: 'Relu', inputs: odd },
  { type: 'Relu', note: 'of an image', inputs: shapes([2, 3, 1, 5]) },
  { type: 'LeakyRelu', inputs: odd },
  { type: 'LeakyRelu', note: 'of another slope', inputs: odd, attributes: { alpha: float(0.25) } },
  { type: 'Elu', inputs: odd },
  { type: 'Elu', note: 'of another scale', inputs: odd, attributes: { alpha: float(0.5) } },
  { type: 'HardSwish', inputs: shapes([8, 25]) },
  { type: 'HardSigmoid', inputs: shapes([8, 25]) },
  {
    type: 'HardSigmoid',
    note: 'of another slope',
    inputs: odd,
    attributes: { alpha: float(0.75), beta: float(0.25) },
  },
  { type: 'Erf', inputs: odd },
  { type: 'Clip', inputs: odd, constants: [scalar(-0.5), scalar(0.75)] },
  { type: 'Clip', note: 'from below', inputs: odd, constants: [scalar(-0.25)] },
  { type: 'Clip', note: 'from above', inputs: odd, constants: [undefined, scalar(0.25)] },
  { type: 'Clip', note: 'without bounds', inputs: odd },
  { type: 'Silu', domain: internalDomain, inputs: shapes([2, 3, 2, 2]) },
  {
    type: 'SiLU',
    note: 'as Sigmoid and Mul',
    inputs: shapes([2, 3, 2, 2]),
    build: (builder, [x = '']) => builder.op('Mul', [x, builder.op('Sigmoid', [x])]),
  },
  {
    type: 'GELU',
    note: 'by its error function',
    inputs: odd,
    build: (builder, [x = '']) => {
      const scaled = builder.op('Erf', [builder.op('Div', [x, builder.scalar(Math.SQRT2)])])
      const cumulative = builder.op('Add', [scaled, builder.scalar(1)])
      return builder.op('Mul', [builder.op('Mul', [x, cumulative]), builder.scalar(0.5)])
    },
  },
  { type: 'QuickGelu', domain: 'com.microsoft', inputs: odd, attributes: { alpha: float(1.5) } },
  { type: 'QuickGelu', note: 'as SiLU', domain: 'com.microsoft', inputs: odd, attributes: { alpha: float(1) } },
  { type: 'Softmax', inputs: shapes([3, 4]), attributes: { axis: int(1) } },
  { type: 'Softmax', note: 'over an axis between', inputs: shapes([2, 3, 4]), attributes: { axis: int(-2) } },
  { type: 'Softmax', note: 'over one value', inputs: shapes([3, 1]) },
  { type: 'LogSoftmax', inputs: shapes([3, 4]) },
  { type: 'LogSoftmax', note: 'over an axis between', inputs: shapes([2, 3, 4]), attributes: { axis: int(1) } },
  { type: 'LogSoftmax', note: 'for every device', domain: internalDomain, inputs: shapes([3, 4]) },
  { type: 'LogSoftmax', note: 'for every device', domain: internalDomain, inputs: shapes([3, 4]), opset: 18 },
]
