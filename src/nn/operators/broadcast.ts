import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { int, internalDomain } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'

/** Shape of an elementwise operation on two shapes, by numpy's rule. Throws `AppError('model_unreadable')`. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1
    const right = b[axis - rank + b.length] ?? 1
    if (left !== right && left !== 1 && right !== 1) {
      throw new AppError('model_unreadable', `The shapes [${a}] and [${b}] do not go together.`)
    }
    return left === 1 ? right : left
  })
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis])
}

/** Axes over which `shape` was repeated to give `full`, counted in `full`. */
export function repeatedAxes(full: Shape, shape: Shape): readonly number[] {
  const missing = full.length - shape.length
  return full.flatMap((dimension, axis) =>
    (shape[axis - missing] ?? 1) === 1 && (dimension !== 1 || axis < missing) ? [axis] : [],
  )
}

/** Sums a gradient over the axes along which its value had been repeated. */
export function reduceTo(builder: GraphBuilder, gradient: string, shape: Shape): string {
  const full = builder.shapeOf(gradient)
  if (sameShape(full, shape)) return gradient
  const axes = repeatedAxes(full, shape)
  const summed =
    axes.length === 0 ? gradient : builder.op('ReduceSum', [gradient, builder.integers(...axes)], { keepdims: int(1) })
  return sameShape(builder.shapeOf(summed), shape)
    ? summed
    : builder.op('Reshape', [summed, builder.integers(...shape)])
}

/** Whether the second shape is the first with every picture plane reduced to one value: [n,c,h,w] and [n,c,1,1]. */
export function isChannelShape(image: Shape, channels: Shape): boolean {
  return (
    image.length === 4 &&
    channels.length === 4 &&
    image[0] === channels[0] &&
    image[1] === channels[1] &&
    channels[2] === 1 &&
    channels[3] === 1 &&
    (image[2] !== 1 || image[3] !== 1)
  )
}

/** Sum over each picture plane of the product of two images: [n,c,h,w] twice gives [n,c,1,1]. */
export function channelDot(builder: GraphBuilder, a: string, b: string): string {
  return builder.op('ChannelDot', [a, b], {}, internalDomain)
}
