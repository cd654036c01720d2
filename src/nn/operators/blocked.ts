import { intAttribute } from '../graph/attributes.ts'
import { inferConvolution } from './convolution.ts'
import type { Operator } from './types.ts'

/** ONNX Runtime's own domain for images in blocks of channels, [n, c/b, h, w, b]; its shapes stay [n, c, h, w]. */
export const blockedDomain = 'com.microsoft.nchwc'

const reorderInput: Operator = {
  type: 'ReorderInput',
  domain: blockedDomain,
  infer: (context) => {
    const { type, shape } = context.type(0)
    const last = intAttribute(context.node, 'channels_last', 0) === 1
    const [count, height, width, channels] = last
      ? (shape as [number, number, number, number])
      : ([shape[0], shape[2], shape[3], shape[1]] as [number, number, number, number])
    return [{ type, shape: [count, Math.ceil(channels / context.block) * context.block, height, width] }]
  },
}

const reorderOutput: Operator = {
  type: 'ReorderOutput',
  domain: blockedDomain,
  infer: (context) => {
    const { type, shape } = context.type(0)
    const channels = intAttribute(context.node, 'channels', shape[1] ?? 0)
    const [count, , height, width] = shape as [number, number, number, number]
    const last = intAttribute(context.node, 'channels_last', 0) === 1
    return [{ type, shape: last ? [count, height, width, channels] : [count, channels, height, width] }]
  },
}

const convolution: Operator = { type: 'Conv', domain: blockedDomain, infer: inferConvolution }

export const blockedOperators: readonly Operator[] = [reorderInput, reorderOutput, convolution]
