import { int } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import type { BlockedWriter } from './writer.ts'

/** A value as [n, c, h·w], plain. */
export function planes(writer: BlockedWriter, value: string, like: string): string {
  const [count, channels, height, width] = writer.imageShape(like)
  const attributes = { channels: int(channels) }
  const { name } = writer.forms.kept(value, 'plain', () => ({
    as: 'plain',
    name: writer.builder.op('ReorderOutput', [writer.again(value)], attributes, blockedDomain),
  }))
  return writer.reshape(name, count, channels, height * width)
}

/** A value as [n·h·w, c]: channels last. */
export function places(writer: BlockedWriter, value: string, like: string): string {
  const [count, channels, height, width] = writer.imageShape(like)
  const attributes = { channels: int(channels), channels_last: int(1) }
  const { name } = writer.forms.kept(value, 'last', () => ({
    as: 'last',
    name: writer.builder.op('ReorderOutput', [writer.again(value)], attributes, blockedDomain),
  }))
  return writer.reshape(name, count * height * width, channels)
}

/** Σ over photographs of a·bᵀ: [n,o,p] and [n,i,p] give [o,i]. */
export function summedProducts(writer: BlockedWriter, a: string, b: string): string {
  const { builder } = writer
  const products = builder.op('FusedMatMul', [a, b], { transB: int(1) }, 'com.microsoft')
  return builder.op('ReduceSum', [products, builder.integers(0)], { keepdims: int(0) })
}

/** Most places an image has for one product over all photographs to be quicker than one a photograph: it wants
 *  channels last, which costs more to multiply and saves the sum. */
export const jointProductPlaces = 28 * 28
