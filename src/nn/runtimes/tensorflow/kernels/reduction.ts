import type { Tensor } from '@tensorflow/tfjs-core'
import { floatAttribute, intAttribute, intsAttribute } from '../../../graph/attributes.ts'
import { asChannels } from './image.ts'
import type { Kernel, KernelContext, KernelTable, TensorFlow } from './kernel.ts'

type Reduce = (tf: TensorFlow, x: Tensor, axes: number[], keep: boolean) => Tensor

/** From the attribute or the second input; none means all, unless the node says otherwise. */
function axesOf({ node, has, input, numbers }: KernelContext): number[] {
  const axes = intsAttribute(node, 'axes') ?? (has(1) ? numbers(1) : [])
  if (axes.length > 0 || intAttribute(node, 'noop_with_empty_axes', 0) === 1) return [...axes]
  return [...input(0).shape.keys()]
}

const reduction =
  (reduce: Reduce): Kernel =>
  (context) => {
    const axes = axesOf(context)
    // TensorFlow.js takes no axes for all of them.
    const x = axes.length === 0 ? context.tf.expandDims(context.input(0), 0) : context.input(0)
    const keep = axes.length > 0 && intAttribute(context.node, 'keepdims', 1) === 1
    return reduce(context.tf, x, axes.length === 0 ? [0] : axes, keep)
  }

/** log Σ exp(x) is taken with the largest value out, against overflow. */
const logSoftmax: Kernel = ({ tf, node, input }) => {
  const axis = intAttribute(node, 'axis', -1)
  const shifted = tf.sub(input(0), tf.max(input(0), axis, true))
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)))
}

const softmax: Kernel = ({ tf, node, input }) => {
  const axis = intAttribute(node, 'axis', -1)
  const exponentials = tf.exp(tf.sub(input(0), tf.max(input(0), axis, true)))
  return tf.div(exponentials, tf.sum(exponentials, axis, true))
}

/** With the running statistics. */
const batchNormalization: Kernel = ({ tf, node, input }) => {
  const x = input(0)
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => asChannels(tf, input(index), x.shape.length)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  const factor = tf.div(scale, tf.sqrt(tf.add(variance, floatAttribute(node, 'epsilon', 1e-5))))
  return tf.add(tf.mul(tf.sub(x, mean), factor), bias)
}

export const reductionKernels: KernelTable = {
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceSumSquare: reduction((tf, x, axes, keep) => tf.sum(tf.square(x), axes, keep)),
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  BatchNormalization: batchNormalization,
}
