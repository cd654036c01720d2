import type { Tensor } from '@tensorflow/tfjs-core'
import { intAttribute, intsAttribute, textAttribute } from '../../../graph/attributes.ts'
import { axisFrom } from '../../../operators/known.ts'
import { padsOf, sourceOf } from '../../../operators/pad.ts'
import { resizeMap, resizes } from '../../../operators/resize.ts'
import { cuts } from '../../../operators/slice.ts'
import { elementCount } from '../../../tensor.ts'
import { toNative } from '../values.ts'
import { padded } from './image.ts'
import type { Kernel, KernelTable } from './kernel.ts'

const reshape: Kernel = ({ tf, input, shape }) => tf.reshape(input(0), shape())

const transpose: Kernel = ({ tf, node, input }) => {
  const order = intsAttribute(node, 'perm') ?? [...input(0).shape.keys()].reverse()
  return tf.transpose(input(0), [...order])
}

const concat: Kernel = ({ tf, node, input }) => {
  const parts = node.inputs.map((_, index) => input(index))
  return tf.concat(parts, axisFrom(intAttribute(node, 'axis', 0), input(0).shape.length))
}

const split: Kernel = ({ tf, node, input, shape }) => {
  const axis = axisFrom(intAttribute(node, 'axis', 0), input(0).shape.length)
  return tf.split(
    input(0),
    node.outputs.map((_, output) => shape(output)[axis] as number),
    axis,
  )
}

const slice: Kernel = ({ tf, input, has, numbers }) => {
  let x = input(0)
  const given = [1, 2, 3, 4].map((index) => (has(index) ? numbers(index) : undefined))
  const begin = x.shape.map(() => 0)
  const size = [...x.shape]
  for (const { axis, start, step, count } of cuts(x.shape, given)) {
    size[axis] = count
    if (step === 1) begin[axis] = start
    else {
      const places = Array.from({ length: count }, (_, place) => start + place * step)
      x = tf.gather(x, tf.tensor1d(places, 'int32'), axis)
    }
  }
  return tf.slice(x, begin, size)
}

const gather: Kernel = ({ tf, node, input, numbers, shape }) => {
  const x = input(0)
  const axis = axisFrom(intAttribute(node, 'axis', 0), x.shape.length)
  const places = numbers(1).map((place) => axisFrom(place, x.shape[axis] as number))
  return tf.reshape(tf.gather(x, tf.tensor1d(places, 'int32'), axis), shape())
}

/** Beyond an edge that is not filled, values are gathered from where the mode says. */
const pad: Kernel = ({ tf, node, input, has, numbers }) => {
  const pads = padsOf(input(0).shape, numbers(1), has(3) ? numbers(3) : undefined)
  const mode = textAttribute(node, 'mode', 'constant')
  if (mode === 'constant') return padded(tf, input(0), pads, has(2) ? (numbers(2)[0] as number) : 0)
  let x = input(0)
  for (const [axis, [before, behind]] of pads.entries()) {
    if (before === 0 && behind === 0) continue
    const length = x.shape[axis] as number
    const places = Array.from({ length: before + length + behind }, (_, place) =>
      sourceOf(mode, place - before, length),
    )
    x = tf.gather(x, tf.tensor1d(places, 'int32'), axis)
  }
  return x
}

/** One axis after the other, each as the product with a matrix of what its places are made of. */
const resize: Kernel = ({ tf, node, input, has, numbers }) => {
  let x: Tensor = input(0)
  const [scales, sizes] = [2, 3].map((index) => (has(index) ? numbers(index) : undefined))
  for (const [axis, how] of resizes(node, x.shape, scales, sizes).entries()) {
    if (how.from === how.to && how.scale === 1) continue
    const matrix = tf.buffer([1, how.to, how.from])
    for (const [place, sources] of resizeMap(node, how).entries())
      for (const [source, weight] of sources) matrix.set(weight, 0, place, source)
    const [before, after] = [elementCount(x.shape.slice(0, axis)), elementCount(x.shape.slice(axis + 1))]
    const product = tf.matMul(matrix.toTensor(), tf.reshape(x, [before, how.from, after]))
    x = tf.reshape(product, x.shape.with(axis, how.to))
  }
  return x
}

const shapeKernel: Kernel = ({ tf, node, input }) => {
  const { shape } = input(0)
  const [start, end] = [intAttribute(node, 'start', 0), intAttribute(node, 'end', shape.length)]
  return tf.tensor1d(shape.slice(start, end), 'int32')
}

const constantOfShape: Kernel = ({ tf, node, shape }) => {
  const { value } = node.attributes
  const one = value?.kind === 'tensor' ? toNative(tf, value.value) : tf.scalar(0)
  return tf.broadcastTo(tf.reshape(one, []), shape())
}

export const layoutKernels: KernelTable = {
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Expand: ({ tf, input, shape }) => tf.broadcastTo(input(0), shape()),
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Pad: pad,
  Resize: resize,
  Shape: shapeKernel,
  Size: ({ tf, input }) => tf.scalar(input(0).size, 'int32'),
  ConstantOfShape: constantOfShape,
}
