import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { type Attributes, int, internalDomain, ints } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { groupOf, readWindow, type Window, windowOutput } from './convolution-shape.ts'
import type { GradientContext, InferContext, Operator } from './types.ts'

/** A window and group as the attributes of a Conv. */
export function windowAttributes({ kernel, strides, dilations, pads }: Window, group: number): Attributes {
  return {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    dilations: ints(dilations),
    pads: ints(pads),
    group: int(group),
  }
}

/** Shape rule of a convolution; shared with its blocked form. */
export function inferConvolution(context: InferContext) {
  const { type, shape } = context.type(0)
  const weight = context.type(1).shape
  const [outputs, inputs, height, width] = weight
  if (outputs === undefined || inputs === undefined || height === undefined || width === undefined) {
    throw new AppError('operator_unsupported', `A convolution with weights of shape [${weight}] is not supported.`)
  }
  if (inputs * groupOf(context.node) !== shape[1]) {
    throw new AppError('model_unreadable', `Weights of shape [${weight}] do not fit an image of shape [${shape}].`)
  }
  const window = readWindow(context.node, shape, [height, width])
  return [{ type, shape: [shape[0] as number, outputs, ...windowOutput(shape, window)] }]
}

function biasGradient(builder: GraphBuilder, dy: string): string {
  return builder.op('ReduceSum', [dy, builder.integers(0, 2, 3)], { keepdims: int(0) })
}

function gradient({
  builder,
  node,
  gradient,
  input,
  inputType,
  needs,
}: GradientContext): readonly (string | undefined)[] {
  const dy = gradient(0)
  if (dy === undefined) return []
  const image = inputType(0).shape
  const weight = inputType(1).shape
  const window = readWindow(node, image, [weight[2] as number, weight[3] as number])
  const attributes = windowAttributes(window, groupOf(node))
  return [
    needs(0)
      ? builder.op('ConvInputGradient', [dy, input(1)], { ...attributes, input_shape: ints(image) }, internalDomain)
      : undefined,
    needs(1) ? builder.op('ConvWeightGradient', [input(0), dy], attributes, internalDomain) : undefined,
    needs(2) ? biasGradient(builder, dy) : undefined,
  ]
}

const convolution: Operator = { type: 'Conv', domain: '', infer: inferConvolution, gradient }

/** ConvTranspose as the input gradient of a convolution; `output_padding` restores the size the stride had rounded away. */
const transposedConvolution: Operator = {
  type: 'ConvTranspose',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const weight = context.type(1).shape as [number, number, number, number]
    const window = readWindow(context.node, shape, [weight[2], weight[3]])
    const padding = context.node.attributes.output_padding
    const extra = padding?.kind === 'ints' ? padding.value : [0, 0]
    const spatial = ([0, 1] as const).map(
      (axis) =>
        ((shape[axis + 2] as number) - 1) * window.strides[axis] +
        (window.kernel[axis] - 1) * window.dilations[axis] +
        1 -
        window.pads[axis] -
        (window.pads[axis + 2] as number) +
        (extra[axis] ?? 0),
    )
    return [{ type, shape: [shape[0] as number, weight[1] * groupOf(context.node), ...spatial] satisfies Shape }]
  },
}

export const convolutionOperators: readonly Operator[] = [convolution, transposedConvolution]
