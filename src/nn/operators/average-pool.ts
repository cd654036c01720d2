import { intAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { type GraphNode, ints, text } from '../graph/types.ts'
import { float32, type Shape } from '../tensor.ts'
import { windowAttributes } from './convolution.ts'
import { outputPadding, reaching, readWindow, type Window } from './convolution-shape.ts'
import { inferWindow } from './pooling.ts'
import type { Operator } from './types.ts'

/** How many places each output along one axis is the mean of. */
function placesAlong(node: GraphNode, axis: 0 | 1, window: Window, input: Shape, count: number): number[] {
  const length = input[axis + 2] as number
  const before = window.pads[axis]
  const counted = intAttribute(node, 'count_include_pad', 0) === 1
  const [low, high] = counted ? [-before, length + (window.pads[axis + 2] as number)] : [0, length]
  return Array.from({ length: count }, (_, output) => {
    const start = output * window.strides[axis] - before
    const places = Array.from({ length: window.kernel[axis] }, (_, place) => start + place * window.dilations[axis])
    return places.filter((place) => place >= low && place < high).length
  })
}

/** 1/places of every output: one number where all have as many, else [1,1,h,w]. */
function share(builder: GraphBuilder, node: GraphNode, window: Window, input: Shape, output: Shape): string {
  const [height, width] = [output[2] as number, output[3] as number]
  const rows = placesAlong(node, 0, window, input, height)
  const columns = placesAlong(node, 1, window, input, width)
  const shares = Float32Array.from(rows.flatMap((row) => columns.map((column) => 1 / (row * column))))
  return new Set(shares).size === 1
    ? builder.scalar(shares[0] as number)
    : builder.constant(float32(shares, [1, 1, height, width]))
}

/** Whether windows lie side by side, from the first row and column on. */
function tiled({ kernel, strides, dilations, pads }: Window): boolean {
  return (
    kernel.every((length, axis) => length === strides[axis] && (length === 1 || dilations[axis] === 1)) &&
    pads.every((pad) => pad === 0)
  )
}

const repeating = {
  mode: text('nearest'),
  coordinate_transformation_mode: text('asymmetric'),
  nearest_mode: text('floor'),
}

/** Every value repeated over its window; rows and columns that no window fills are 0. ONNX Runtime's Expand takes ten
 *  times as long. */
function repeated(builder: GraphBuilder, value: string, [rows, columns]: Window['kernel'], input: Shape): string {
  const scales = builder.constant(float32([1, 1, rows, columns], [4]))
  const image = builder.op('Resize', [value, '', scales], repeating)
  const missing = input.map((length, axis) => length - (builder.shapeOf(image)[axis] ?? 0))
  return missing.every((rest) => rest === 0)
    ? image
    : builder.op('Pad', [image, builder.integers(...missing.map(() => 0), ...missing)])
}

const averagePool: Operator = {
  type: 'AveragePool',
  domain: '',
  infer: inferWindow,
  gradient: ({ builder, node, gradient, inputType }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const { shape } = inputType(0)
    const pooled = builder.shapeOf(dy)
    const given = readWindow(node, shape, [1, 1])
    const shared = builder.op('Mul', [dy, share(builder, node, given, shape, pooled)])
    const window = reaching(given, shape, pooled)
    if (tiled(window)) return [repeated(builder, shared, window.kernel, shape)]
    const planes = builder.op('Reshape', [shared, builder.integers(-1, 1, ...pooled.slice(2))])
    const ones = builder.constant(
      float32(new Float32Array(window.kernel[0] * window.kernel[1]).fill(1), [1, 1, ...window.kernel]),
    )
    const extra = ints(outputPadding(shape, pooled, window))
    const spread = builder.op('ConvTranspose', [planes, ones], {
      ...windowAttributes(window, 1),
      output_padding: extra,
    })
    return [builder.op('Reshape', [spread, builder.integers(...shape)])]
  },
}

export const averagePoolOperators: readonly Operator[] = [averagePool]
