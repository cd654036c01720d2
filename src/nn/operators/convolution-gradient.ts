import { intsAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { type GraphNode, int, internalDomain, ints } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { windowAttributes } from './convolution.ts'
import { groupOf, outputPadding, readWindow, type Window } from './convolution-shape.ts'
import type { Operator } from './types.ts'

/** A convolution by 1x1, stride 1, without padding: a matrix product over channels. */
export function isPointwise({ kernel, strides, pads }: Window): boolean {
  return [...kernel, ...strides].every((value) => value === 1) && pads.every((value) => value === 0)
}

/** The inputs of a depthwise convolution with several outputs a channel, apart: one dy and weight a channel for each. */
function depthwiseParts(
  builder: GraphBuilder,
  dy: string,
  weight: string,
  group: number,
): (readonly [string, string])[] {
  const [count, outputs, ...size] = builder.shapeOf(dy) as [number, number, ...number[]]
  const each = outputs / group
  const split = (value: string, axis: number) => {
    const sizes = builder.integers(...new Array<number>(each).fill(1))
    return builder.node('Split', [value, sizes], { attributes: { axis: int(axis) }, count: each })
  }
  const kernel = builder.shapeOf(weight).slice(2)
  const weights = split(builder.op('Reshape', [weight, builder.integers(group, each, ...kernel)]), 1)
  const images = split(builder.op('Reshape', [dy, builder.integers(count, group, each, ...size)]), 2)
  return images.map((image, part) => [
    builder.op('Reshape', [image, builder.integers(count, group, ...size)]),
    weights[part] as string,
  ])
}

/** ConvTranspose with the very weights of the convolution is its input gradient; a pointwise one is again a convolution. */
function lowerInputGradient(builder: GraphBuilder, node: GraphNode): readonly string[] {
  const [dy, weight] = node.inputs as [string, string]
  const input = intsAttribute(node, 'input_shape') as Shape
  const window = readWindow(node, input, [1, 1])
  const group = groupOf(node)
  if (group === 1 && isPointwise(window)) {
    const turned = builder.op('Transpose', [weight], { perm: ints([1, 0, 2, 3]) })
    return [builder.op('Conv', [dy, turned], windowAttributes(window, 1))]
  }
  const extra = outputPadding(input, builder.shapeOf(dy), window)
  const attributes = { ...windowAttributes(window, group), output_padding: ints(extra) }
  // ONNX Runtime 1.30 computes it wrongly on WebGPU where a group has several inputs and one output.
  const severalToOne = group > 1 && group === input[1] && group !== builder.shapeOf(dy)[1]
  const parts = severalToOne ? depthwiseParts(builder, dy, weight, group) : [[dy, weight] as const]
  const gradients = parts.map((inputs) => builder.op('ConvTranspose', inputs, attributes))
  return [gradients.reduce((sum, part) => builder.op('Add', [sum, part]))]
}

const inputGradient: Operator = {
  type: 'ConvInputGradient',
  domain: internalDomain,
  infer: (context) => [{ type: context.type(0).type, shape: intsAttribute(context.node, 'input_shape') as Shape }],
  lower: lowerInputGradient,
}

/** Σ over photographs and places of dy·x, as one matrix product a photograph. */
function pointwiseWeightGradient(builder: GraphBuilder, x: string, dy: string): string {
  const rows = (name: string) => {
    const [count, channels, height, width] = builder.shapeOf(name) as [number, number, number, number]
    return builder.op('Reshape', [name, builder.integers(count, channels, height * width)])
  }
  const turned = builder.op('Transpose', [rows(x)], { perm: ints([0, 2, 1]) })
  const products = builder.op('MatMul', [rows(dy), turned])
  const summed = builder.op('ReduceSum', [products, builder.integers(0)], { keepdims: int(0) })
  return builder.op('Reshape', [summed, builder.integers(...builder.shapeOf(summed), 1, 1)])
}

/** The weight gradient as a convolution of x by dy, in which stride and dilation change places. Photographs become
 *  input channels, the channels of one group become photographs, and places beyond the kernel are cut away. */
function groupedWeightGradient(builder: GraphBuilder, x: string, dy: string, window: Window, group: number): string {
  const [count, inputs, height, width] = builder.shapeOf(x) as [number, number, number, number]
  const [, outputs, dyHeight, dyWidth] = builder.shapeOf(dy) as [number, number, number, number]
  const each = inputs / group
  const split = builder.op('Reshape', [x, builder.integers(count, group, each, height, width)])
  const asBatch = builder.op('Transpose', [split], { perm: ints([2, 1, 0, 3, 4]) })
  const image = builder.op('Reshape', [asBatch, builder.integers(each, group * count, height, width)])
  const kernel = builder.op('Transpose', [dy], { perm: ints([1, 0, 2, 3]) })
  const raw = builder.op(
    'Conv',
    [image, kernel],
    windowAttributes(
      { kernel: [dyHeight, dyWidth], strides: window.dilations, dilations: window.strides, pads: window.pads },
      group,
    ),
  )
  const cut = builder.op('Slice', [
    raw,
    builder.integers(0, 0),
    builder.integers(...window.kernel),
    builder.integers(2, 3),
  ])
  return each === 1
    ? builder.op('Reshape', [cut, builder.integers(outputs, 1, ...window.kernel)])
    : builder.op('Transpose', [cut], { perm: ints([1, 0, 2, 3]) })
}

const weightGradient: Operator = {
  type: 'ConvWeightGradient',
  domain: internalDomain,
  infer: (context) => {
    const { type, shape } = context.type(0)
    const { kernel } = readWindow(context.node, shape, [1, 1])
    const outputs = context.type(1).shape[1] as number
    return [{ type, shape: [outputs, (shape[1] as number) / groupOf(context.node), ...kernel] }]
  },
  lower: (builder, node) => {
    const [x, dy] = node.inputs as [string, string]
    const window = readWindow(node, builder.shapeOf(x), [1, 1])
    const group = groupOf(node)
    return [
      group === 1 && isPointwise(window)
        ? pointwiseWeightGradient(builder, x, dy)
        : groupedWeightGradient(builder, x, dy, window, group),
    ]
  },
}

export const convolutionGradientOperators: readonly Operator[] = [inputGradient, weightGradient]
