import type { Tensor } from '@tensorflow/tfjs-core'
import { floatAttribute, intAttribute } from '../../../graph/attributes.ts'
import { broadcastShape } from '../../../operators/broadcast.ts'
import { elementCount, type Shape } from '../../../tensor.ts'
import type { Kernel, KernelTable, TensorFlow } from './kernel.ts'

/** One of the stacks is repeated where they differ, unless it is one matrix: the portable kernel looks for the next one
 *  by the remainder of its number, which is right for one matrix or as many as on the other side. */
function product(tf: TensorFlow, a: Tensor, b: Tensor, transA: boolean, transB: boolean): Tensor {
  const [stackA, stackB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)]
  const single = [stackA, stackB].some((stack) => elementCount(stack) === 1)
  if (single || stackA.join() === stackB.join()) return tf.matMul(a, b, transA, transB)
  const stack = broadcastShape(stackA, stackB)
  const repeated = (x: Tensor): Tensor => tf.broadcastTo(x, matrices(stack, x.shape.slice(-2)))
  return tf.matMul(repeated(a), repeated(b), transA, transB)
}

function matrices(stack: Shape, matrix: Shape): number[] {
  return [...stack, ...matrix]
}

/** A vector on the left is one row, on the right one column. */
const matMul: Kernel = ({ tf, input, shape }) => {
  const [a, b] = [input(0), input(1)]
  const left = a.shape.length === 1 ? tf.expandDims(a, 0) : a
  const right = b.shape.length === 1 ? tf.expandDims(b, 1) : b
  return tf.reshape(product(tf, left, right, false, false), shape())
}

const fusedMatMul: Kernel = ({ tf, node, input }) => {
  const flag = (name: string) => intAttribute(node, name, 0) === 1
  return tf.mul(product(tf, input(0), input(1), flag('transA'), flag('transB')), floatAttribute(node, 'alpha', 1))
}

const gemm: Kernel = ({ tf, node, has, input }) => {
  const [alpha, beta] = [floatAttribute(node, 'alpha', 1), floatAttribute(node, 'beta', 1)]
  const flag = (name: string) => intAttribute(node, name, 0) === 1
  const plain = tf.matMul(input(0), input(1), flag('transA'), flag('transB'))
  const scaled = alpha === 1 ? plain : tf.mul(plain, alpha)
  if (!has(2)) return scaled
  return tf.add(scaled, beta === 1 ? input(2) : tf.mul(input(2), beta))
}

export const matrixKernels: KernelTable = {
  MatMul: matMul,
  Gemm: gemm,
  'com.microsoft.FusedMatMul': fusedMatMul,
}
