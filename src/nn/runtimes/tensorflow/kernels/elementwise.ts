import type { Tensor } from '@tensorflow/tfjs-core'
import { floatAttribute, intAttribute } from '../../../graph/attributes.ts'
import type { GraphNode } from '../../../graph/types.ts'
import { dataTypes } from '../../../onnx/schema.ts'
import type { Kernel, KernelContext, KernelTable, TensorFlow } from './kernel.ts'

const unary =
  (compute: (tf: TensorFlow, x: Tensor, node: GraphNode) => Tensor): Kernel =>
  ({ tf, node, input }) =>
    compute(tf, input(0), node)

const binary =
  (compute: (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor): Kernel =>
  ({ tf, node, input }) =>
    node.inputs.map((_, index) => input(index)).reduce((a, b) => compute(tf, a, b))

/** min(max(alpha·x + beta, 0), 1). */
function hardSigmoid(tf: TensorFlow, x: Tensor, alpha: number, beta: number): Tensor {
  return tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1)
}

/** A bound is an input, in files older than opset 11 an attribute. */
function bound({ tf, node, has, input }: KernelContext, position: number, name: string): Tensor | undefined {
  if (has(position)) return input(position)
  return node.attributes[name] === undefined ? undefined : tf.scalar(floatAttribute(node, name, 0))
}

const clip: Kernel = (context) => {
  const { tf, input } = context
  const [low, high] = [bound(context, 1, 'min'), bound(context, 2, 'max')]
  const raised = low === undefined ? input(0) : tf.maximum(input(0), low)
  return high === undefined ? raised : tf.minimum(raised, high)
}

/** TensorFlow.js has no doubles, and of whole numbers only int32. */
const cast: Kernel = ({ tf, node, input }) => {
  const to = intAttribute(node, 'to', dataTypes.float32)
  const floating = to === dataTypes.float32 || to === dataTypes.float64
  return tf.cast(input(0), floating ? 'float32' : to === dataTypes.bool ? 'bool' : 'int32')
}

export const elementwiseKernels: KernelTable = {
  Add: binary((tf, a, b) => tf.add(a, b)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Div: binary((tf, a, b) => tf.div(a, b)),
  Pow: binary((tf, a, b) => tf.pow(a, b)),
  Max: binary((tf, a, b) => tf.maximum(a, b)),
  Min: binary((tf, a, b) => tf.minimum(a, b)),
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  Less: binary((tf, a, b) => tf.less(a, b)),
  Abs: unary((tf, x) => tf.abs(x)),
  Ceil: unary((tf, x) => tf.ceil(x)),
  Dropout: unary((_, x) => x),
  Erf: unary((tf, x) => tf.erf(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Floor: unary((tf, x) => tf.floor(x)),
  Identity: unary((_, x) => x),
  Log: unary((tf, x) => tf.log(x)),
  Neg: unary((tf, x) => tf.neg(x)),
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  Sign: unary((tf, x) => tf.sign(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Relu: unary((tf, x) => tf.relu(x)),
  LeakyRelu: unary((tf, x, node) => tf.leakyRelu(x, floatAttribute(node, 'alpha', 0.01))),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  HardSigmoid: unary((tf, x, node) =>
    hardSigmoid(tf, x, floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)),
  ),
  HardSwish: unary((tf, x) => tf.mul(x, hardSigmoid(tf, x, 1 / 6, 0.5))),
  'com.microsoft.QuickGelu': unary((tf, x, node) =>
    tf.mul(x, tf.sigmoid(tf.mul(x, floatAttribute(node, 'alpha', 1.702)))),
  ),
  Clip: clip,
  Cast: cast,
  Where: ({ tf, input }) => tf.where(input(0), input(1), input(2)),
}
