import { AppError } from '#shared/errors.ts'
import { intAttribute, intsAttribute, textAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'

/** A sliding window over two axes. `pads` are top, left, bottom, right. */
export interface Window {
  readonly kernel: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly dilations: readonly [number, number]
  readonly pads: readonly [number, number, number, number]
}

function pair(values: readonly number[] | undefined, otherwise: readonly [number, number]): readonly [number, number] {
  return values === undefined ? otherwise : [values[0] ?? 1, values[1] ?? 1]
}

/** Reads a window from a node's attributes. `kernel` is taken where the node does not say; `auto_pad` needs the image.
 *  Throws `AppError('operator_unsupported')` for windows that are not two-dimensional. */
export function readWindow(node: GraphNode, image: Shape, kernel: readonly [number, number]): Window {
  if (image.length !== 4) {
    throw new AppError('operator_unsupported', `${node.type} over ${image.length - 2} axes is not supported.`)
  }
  const size = pair(intsAttribute(node, 'kernel_shape'), kernel)
  const strides = pair(intsAttribute(node, 'strides'), [1, 1])
  const dilations = pair(intsAttribute(node, 'dilations'), [1, 1])
  const auto = textAttribute(node, 'auto_pad', 'NOTSET')
  const given = intsAttribute(node, 'pads') ?? [0, 0, 0, 0]
  const pads: [number, number, number, number] = [given[0] ?? 0, given[1] ?? 0, given[2] ?? 0, given[3] ?? 0]
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    for (const axis of [0, 1] as const) {
      const length = image[axis + 2] as number
      const reach = (size[axis] - 1) * dilations[axis] + 1
      const total = Math.max((Math.ceil(length / strides[axis]) - 1) * strides[axis] + reach - length, 0)
      const before = auto === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2)
      pads[axis] = before
      pads[axis + 2] = total - before
    }
  }
  return { kernel: size, strides, dilations, pads }
}

/** Height and width that a window leaves of an image. With `ceil`, a last window may reach over the lower and right edge
 *  as long as it begins before it. Throws `AppError('model_unreadable')` where nothing is left. */
export function windowOutput(
  image: Shape,
  { kernel, strides, dilations, pads }: Window,
  ceil = false,
): [number, number] {
  const [height, width] = ([0, 1] as const).map((axis) => {
    const length = (image[axis + 2] as number) + pads[axis]
    const room = length + (pads[axis + 2] as number) - (kernel[axis] - 1) * dilations[axis] - 1
    if (!ceil) return Math.floor(room / strides[axis]) + 1
    const last = Math.ceil(room / strides[axis])
    return last * strides[axis] < length ? last + 1 : last
  }) as [number, number]
  if (!(height > 0 && width > 0)) {
    throw new AppError(
      'model_unreadable',
      `A window of ${kernel.join('×')} leaves nothing of an image of shape [${image}].`,
    )
  }
  return [height, width]
}

/** The window with lower and right pads as wide as its last output reaches, which with ceil_mode is beyond those given. */
export function reaching(window: Window, input: Shape, output: Shape): Window {
  const { kernel, strides, dilations, pads } = window
  const [bottom, right] = ([0, 1] as const).map((axis) => {
    const end = ((output[axis + 2] as number) - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1
    return Math.max(pads[axis + 2] as number, end - (input[axis + 2] as number) - pads[axis])
  }) as [number, number]
  return { ...window, pads: [pads[0], pads[1], bottom, right] }
}

/** Rows and columns of the input that no output looks at, and so must be put back behind. */
export function outputPadding(
  input: Shape,
  output: Shape,
  { kernel, strides, dilations, pads }: Window,
): [number, number] {
  return ([0, 1] as const).map(
    (axis) =>
      (input[axis + 2] as number) -
      (((output[axis + 2] as number) - 1) * strides[axis] +
        (kernel[axis] - 1) * dilations[axis] +
        1 -
        pads[axis] -
        (pads[axis + 2] as number)),
  ) as [number, number]
}

export function groupOf(node: GraphNode): number {
  return intAttribute(node, 'group', 1)
}
