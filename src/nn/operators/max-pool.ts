import type { GraphBuilder } from '../graph/builder.ts'
import { type GraphNode, int, internalDomain, ints } from '../graph/types.ts'
import { elementCount, float32, type Shape } from '../tensor.ts'
import { masked } from './choice.ts'
import { windowAttributes } from './convolution.ts'
import { outputPadding, reaching, readWindow, type Window } from './convolution-shape.ts'
import { firstLargest } from './first-largest.ts'
import { inferWindow } from './pooling.ts'
import type { Operator } from './types.ts'

const maxPool: Operator = {
  type: 'MaxPool',
  domain: '',
  infer: inferWindow,
  gradient: ({ builder, node, gradient, input }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const inputs = [input(0), node.outputs[0] as string, dy]
    return [builder.op('MaxPoolGradient', inputs, node.attributes, internalDomain)]
  },
}

/** Lowest float32, which no place of an image loses against. */
const lowest = -3.4028234663852886e38

/** Most bytes of a value that WebGPU binds at once, unless a device offers more. */
const bindingLimit = 2 ** 27

/** Weights [k,1,kh,kw], of which each shows one of the k places of a window. */
function placeFilters(builder: GraphBuilder, [height, width]: Window['kernel']): string {
  const places = height * width
  const filters = new Float32Array(places * places)
  for (let place = 0; place < places; place++) filters[place * places + place] = 1
  return builder.constant(float32(filters, [places, 1, height, width]))
}

/** dx of planes [p,1,h,w]: a convolution lays every window out as k channels, and its transposed form adds what the
 *  first largest place of each takes to where it came from. */
function planesGradient(builder: GraphBuilder, window: Window, x: string, y: string, dy: string): string {
  const filters = placeFilters(builder, window.kernel)
  const [top, left, bottom, right] = window.pads
  const pads = builder.integers(0, 0, top, left, 0, 0, bottom, right)
  const padded = builder.op('Pad', [x, pads, builder.scalar(lowest)])
  const laidOut = builder.op('Conv', [padded, filters], windowAttributes({ ...window, pads: [0, 0, 0, 0] }, 1))
  const first = firstLargest(builder, laidOut, y, 1)
  const taken = masked(builder, first, dy)
  const extra = outputPadding(builder.shapeOf(x), builder.shapeOf(dy), window)
  return builder.op('ConvTranspose', [taken, filters], { ...windowAttributes(window, 1), output_padding: ints(extra) })
}

/** In portions of planes whose windows, laid out, stay under what a device binds. */
function lowerGradient(builder: GraphBuilder, node: GraphNode): readonly string[] {
  const shape = builder.shapeOf(node.inputs[0] as string)
  const pooled = builder.shapeOf(node.inputs[1] as string)
  const window = reaching(readWindow(node, shape, [1, 1]), shape, pooled)
  const planes = (shape[0] as number) * (shape[1] as number)
  const asPlanes = (name: string, [, , height, width]: Shape) =>
    builder.op('Reshape', [name, builder.integers(planes, 1, height as number, width as number)])
  const [x, y, dy] = node.inputs.map((name, index) => asPlanes(name, index === 0 ? shape : pooled)) as [
    string,
    string,
    string,
  ]
  const bytes = 4 * elementCount(pooled.slice(2)) * window.kernel[0] * window.kernel[1]
  const portion = Math.max(1, Math.min(planes, Math.floor(bindingLimit / bytes)))
  const parts = Array.from({ length: Math.ceil(planes / portion) }, (_, index) => {
    const cut = (name: string) =>
      portion === planes
        ? name
        : builder.op('Slice', [
            name,
            builder.integers(index * portion),
            builder.integers(Math.min(planes, (index + 1) * portion)),
            builder.integers(0),
          ])
    return planesGradient(builder, window, cut(x), cut(y), cut(dy))
  })
  const whole = parts.length === 1 ? (parts[0] as string) : builder.op('Concat', parts, { axis: int(0) })
  return [builder.op('Reshape', [whole, builder.integers(...shape)])]
}

/** From x, y and dy; ONNX Runtime has none of its own in its inference builds. Where several places of a window are
 *  largest, the first takes the gradient, row by row, as in PyTorch. */
const maxPoolGradient: Operator = {
  type: 'MaxPoolGradient',
  domain: internalDomain,
  infer: (context) => [context.type(0)],
  lower: lowerGradient,
}

export const maxPoolOperators: readonly Operator[] = [maxPool, maxPoolGradient]
