import { floatAttribute, intAttribute, textAttribute } from '../../graph/attributes.ts'
import { float, int, internalDomain } from '../../graph/types.ts'
import { dataTypes } from '../../onnx/schema.ts'
import { isHalf } from '../../onnx/tensor-reader.ts'
import { stochasticDepthMark } from '../../operators/noise.ts'
import { expandTarget, reshapeTarget } from '../batch-size.ts'
import { pad, reduction, split } from './axes.ts'
import { type Respelling, unsupported, wholeNumbers, without, written } from './foreign-node.ts'
import { averagePool, convolution, maxPool } from './windows.ts'

/** Half precision is float32 here, and what is cast to its own type is that. */
const cast: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const asked = intAttribute(node, 'to', 0)
  const to = isHalf(asked) ? dataTypes.float32 : asked
  const [x = ''] = inputs
  return dataTypes[builder.typeOf(x).type] === to ? [x] : written(foreign, [x], { to: int(to) })
}

/** With running statistics, whatever mode it was exported in: training puts the batch's in by itself. How fast they
 *  follow is the file's own. */
const batchNormalization: Respelling = (foreign) => {
  const epsilon = float(floatAttribute(foreign.node, 'epsilon', 1e-5))
  const { momentum } = foreign.node.attributes
  return written(foreign, foreign.inputs, momentum === undefined ? { epsilon } : { epsilon, momentum }, 1)
}

/** A place of noise of this room, which training draws: dropout, or what a file of this room marks as stochastic depth. */
const dropout: Respelling = ({ builder, node, inputs: [x = '', ratio = ''], outputs }) => {
  const share = ratio === '' ? floatAttribute(node, 'ratio', 0.5) : builder.valuesOf(ratio)?.[0]
  if (share === undefined || !(share >= 0 && share < 1)) throw unsupported(node, 'of such a share')
  if (share === 0) return [x]
  const attributes = { ratio: float(share) }
  const type = node.name.startsWith(stochasticDepthMark) ? 'StochasticDepth' : 'Dropout'
  return builder.node(type, [x], {
    name: node.name,
    domain: internalDomain,
    attributes,
    outputs: outputs.slice(0, 1),
  })
}

/** Without what later operator sets added, where that leaves it as it was. */
const resize: Respelling = (foreign) => {
  const { node, inputs } = foreign
  const policy = textAttribute(node, 'keep_aspect_ratio_policy', 'stretch')
  if (intAttribute(node, 'antialias', 0) !== 0 || policy !== 'stretch' || node.attributes.axes !== undefined) {
    throw unsupported(node, 'with antialiasing, a policy or axes of its own')
  }
  return written(foreign, inputs, without(node, 'antialias', 'keep_aspect_ratio_policy'))
}

/** To a shape that holds for any batch. */
function shaped(targetFor: typeof reshapeTarget): Respelling {
  return (foreign) => {
    const { builder, node, inputs, batch } = foreign
    const [x = '', shape = ''] = inputs
    const target = wholeNumbers(foreign, shape)
    if (intAttribute(node, 'allowzero', 0) === 1 && target.includes(0)) throw unsupported(node, 'to nothing')
    const generic = targetFor(node, builder.shapeOf(x), target, batch)
    return written(foreign, [x, builder.integers(...generic)], {})
  }
}

/** Operators whose spelling differs between operator sets 13 and 25, or from what training wants. */
export const respellings: ReadonlyMap<string, Respelling> = new Map<string, Respelling>([
  ['AveragePool', averagePool],
  ['BatchNormalization', batchNormalization],
  ['Cast', cast],
  ['Conv', convolution],
  ['Dropout', dropout],
  ['Expand', shaped(expandTarget)],
  ['Identity', ({ inputs }) => inputs],
  ['MaxPool', maxPool],
  ['Pad', pad],
  ['ReduceL2', reduction],
  ['ReduceMax', reduction],
  ['ReduceMean', reduction],
  ['ReduceMin', reduction],
  ['ReduceSumSquare', reduction],
  ['Reshape', shaped(reshapeTarget)],
  ['Resize', resize],
  ['Split', split],
])
