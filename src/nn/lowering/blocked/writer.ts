import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import { int, text, type ValueType } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import { sameShape } from '../../operators/broadcast.ts'
import { windowAttributes } from '../../operators/convolution.ts'
import type { Window } from '../../operators/convolution-shape.ts'
import { reduceMean } from '../../operators/reduction.ts'
import type { Shape } from '../../tensor.ts'
import { type Affine, type Finish, type FormKind, type Pending, ValueForms } from './value-forms.ts'

type Image = [count: number, channels: number, height: number, width: number]

/** The forms of a value that are in blocks, or will be. */
const blockedKinds: readonly FormKind[] = ['blocked', 'affine', 'pending', 'scaled', 'spread']

/** Writes the values of the logical graph in the form that is asked for. */
export class BlockedWriter {
  readonly builder: GraphBuilder
  readonly block: number
  readonly forms = new ValueForms()
  readonly #repeated = new Map<string, string>()
  /** Images that only batch normalisation sees: a guess of their mean may be subtracted while they are computed, so that
   *  the squares of what is left can be summed without loss. */
  readonly shiftable: ReadonlySet<string>
  readonly #types: ReadonlyMap<string, ValueType>
  readonly #padded = new Map<string, string>()
  /** What each reshaped value was before it was first reshaped, and the shapes it has been given. */
  readonly #roots = new Map<string, string>()
  readonly #views = new Map<string, string>()

  constructor(
    builder: GraphBuilder,
    block: number,
    types: ReadonlyMap<string, ValueType>,
    shiftable: ReadonlySet<string>,
  ) {
    this.shiftable = shiftable
    this.builder = builder
    this.block = block
    this.#types = types
    this.forms.define('', { as: 'plain', name: '' })
  }

  /** Shape of a value of the logical graph. */
  shapeOf(value: string): Shape {
    const type = this.#types.get(value)
    if (type === undefined) throw new AppError('internal', `The value ${value} has no shape.`)
    return type.shape
  }

  imageShape(value: string): Image {
    return this.shapeOf(value) as Image
  }

  paddedChannels(channels: number): number {
    return Math.ceil(channels / this.block) * this.block
  }

  /** Whether a value of this shape is worth blocks: a picture, with channels in fours as ONNX Runtime wants them. */
  blockable(shape: Shape): boolean {
    const [, channels = 0, height = 1, width = 1] = shape
    return shape.length === 4 && channels % 4 === 0 && channels >= this.block && height * width > 1
  }

  /** Whether a value exists, or will, in blocks. */
  isBlocked(value: string): boolean {
    return this.forms.hasAny(value, blockedKinds)
  }

  /** The value in another shape; a shape it once had costs no node. */
  reshape(name: string, ...shape: readonly number[]): string {
    const root = this.#roots.get(name) ?? name
    if (sameShape(this.builder.shapeOf(root), shape)) return root
    const key = `${root}[${shape}]`
    const known = this.#views.get(key)
    if (known !== undefined) return known
    const view = this.builder.op('Reshape', [root, this.builder.integers(...shape)])
    this.#roots.set(view, root)
    this.#views.set(key, view)
    return view
  }

  /** The value in ONNX's own layout. */
  plain(value: string): string {
    return this.forms.kept(value, 'plain', () => ({ as: 'plain', name: this.#unblocked(value, this.blocked(value)) }))
      .name
  }

  /** The same for a gradient, see `again`. */
  plainAgain(value: string): string {
    return this.forms.as(value, 'repeat') !== undefined ? this.#unblocked(value, this.again(value)) : this.plain(value)
  }

  #unblocked(value: string, blocks: string): string {
    return this.builder.op('ReorderOutput', [blocks], { channels: int(this.imageShape(value)[1]) }, blockedDomain)
  }

  /** The value in blocks, channels padded. */
  blocked(value: string): string {
    return this.forms.kept(value, 'blocked', () => ({ as: 'blocked', name: this.#write(value) })).name
  }

  /** The value in blocks for a gradient, long after the forward pass has used it: maps and activations are computed anew,
   *  so that of all images only what convolutions gave is kept in between. One of three remains of SiLU's networks. */
  again(value: string): string {
    const known = this.#repeated.get(value)
    if (known !== undefined) return known
    const affine = this.forms.as(value, 'affine')
    const repeat = this.forms.as(value, 'repeat')
    if (repeat === undefined && affine === undefined) return this.blocked(value)
    const name = repeat?.write() ?? this.#mapAgain(affine as Affine)
    this.#repeated.set(value, name)
    return name
  }

  #mapAgain({ image, scale, shift, source }: Affine): string {
    return this.scaleImage(source === undefined ? image : this.again(source), scale, shift)
  }

  /** How the value will be written by one convolution, if it is still to be written and will be so. */
  pendingOf(value: string): Pending | undefined {
    if (this.forms.as(value, 'blocked') !== undefined) return undefined
    const affine = this.forms.as(value, 'affine')
    if (affine === undefined) return this.forms.as(value, 'pending')
    return {
      summed: false,
      write: (finish) => this.scaleImage(affine.image, affine.scale, affine.shift, finish),
    }
  }

  #write(value: string): string {
    const pending = this.pendingOf(value)
    if (pending !== undefined) return pending.write({})
    const scaled = this.forms.as(value, 'scaled')
    if (scaled !== undefined) {
      return this.scaleImage(scaled.image, this.channelVector(scaled.scale))
    }
    const spread = this.forms.as(value, 'spread')
    return spread === undefined
      ? this.builder.op('ReorderInput', [this.plain(value)], {}, blockedDomain)
      : this.#spreadImage(value, this.perPlane(spread.value))
  }

  /** One value a plane, repeated over an image's places. */
  #spreadImage(value: string, planes: string): string {
    const [count, , height, width] = this.imageShape(value)
    const channels = this.builder.shapeOf(planes)[1] as number
    const rows = this.reshape(planes, count, channels / this.block, 1, this.block)
    const target = this.builder.integers(count, channels / this.block, height * width, this.block)
    return this.reshape(this.builder.op('Expand', [rows, target]), count, channels, height, width)
  }

  /** [c] padded with zeros to whole blocks. */
  channelVector(vector: string): string {
    const length = this.builder.shapeOf(vector)[0] as number
    const padded = this.paddedChannels(length)
    if (padded === length) return vector
    const known = this.#padded.get(vector)
    if (known !== undefined) return known
    const name = this.builder.op('Pad', [vector, this.builder.integers(0, padded - length)])
    this.#padded.set(vector, name)
    return name
  }

  /** The first `channels` of a padded vector. */
  cutVector(vector: string, channels: number): string {
    if (this.builder.shapeOf(vector)[0] === channels) return vector
    const { builder } = this
    return builder.op('Slice', [vector, builder.integers(0), builder.integers(channels), builder.integers(0)])
  }

  /** A padded channel vector repeated for every photograph: [n, padded channels]. What is so already stays. */
  perPhotograph(vector: string, count: number): string {
    const [channels, ...rest] = this.builder.shapeOf(vector) as [number, ...number[]]
    if (rest.length > 0) return vector
    return this.builder.op('Expand', [this.reshape(vector, 1, channels), this.builder.integers(count, channels)])
  }

  /** A value [n,c,1,1] as [n, padded channels]. */
  perPlane(value: string): string {
    const [count, channels] = this.imageShape(value)
    const flat = this.reshape(this.plain(value), count, channels)
    const missing = this.paddedChannels(channels) - channels
    return missing === 0 ? flat : this.builder.op('Pad', [flat, this.builder.integers(0, 0, 0, missing)])
  }

  /** [n, padded channels] as a plain value [n,c,1,1]. */
  planesToPlain(planes: string, channels: number): string {
    const [count, padded] = this.builder.shapeOf(planes) as [number, number]
    const { builder } = this
    const cut =
      padded === channels
        ? planes
        : builder.op('Slice', [planes, builder.integers(0), builder.integers(channels), builder.integers(1)])
    return this.reshape(cut, count, channels, 1, 1)
  }

  /** scale·image + shift in one pass, and what is to be done to it: a depthwise 1x1 convolution. Factors are
   *  [padded channels], or [n, padded channels], for which every photograph's every channel counts as a channel of one
   *  photograph. */
  scaleImage(image: string, scale: string, shift?: string, finish: Finish = {}): string {
    const [count, channels, height, width] = this.builder.shapeOf(image) as Image
    const single = [scale, shift].every((factor) => factor === undefined || this.builder.shapeOf(factor).length === 1)
    const [batch, planes] = single ? [count, channels] : [1, count * channels]
    const view = (name: string) => this.reshape(name, batch, planes, height, width)
    const factors = (name: string) => (single ? name : this.perPhotograph(name, count))
    const inputs = [view(image), this.reshape(factors(scale), planes, 1, 1, 1)]
    if (shift !== undefined) inputs.push(this.reshape(factors(shift), planes))
    const { sum, ...rest } = finish
    const viewed = sum === undefined ? rest : { ...rest, sum: view(sum) }
    return this.reshape(this.convolve(inputs, planeWindow([1, 1]), planes, viewed), count, channels, height, width)
  }

  /** A blocked convolution of [image, weights, bias?]. */
  convolve(inputs: readonly string[], window: Window, group: number, { sum, activation }: Finish = {}): string {
    const all = sum === undefined ? inputs : [...inputs, ...(inputs.length < 3 ? [''] : []), sum]
    const attributes = windowAttributes(window, group)
    return this.builder.op(
      'Conv',
      all,
      activation === undefined ? attributes : { ...attributes, activation: text(activation) },
      blockedDomain,
    )
  }

  /** Σ over each plane of a·b, [n, padded channels]: a depthwise convolution of one image by the other, which reads
   *  both once and writes nothing large. */
  dot(a: string, b: string): string {
    const [count, channels, height, width] = this.builder.shapeOf(a) as Image
    const planes = count * channels
    const attributes = windowAttributes(planeWindow([height, width]), planes)
    const inputs = [this.reshape(a, 1, planes, height, width), this.reshape(b, planes, 1, height, width)]
    return this.reshape(this.builder.op('Conv', inputs, attributes, blockedDomain), count, channels)
  }

  /** Mean over each plane, [n, padded channels]. */
  planeMean(image: string): string {
    const [count, channels, height, width] = this.builder.shapeOf(image) as Image
    const rows = this.reshape(image, (count * channels) / this.block, height * width, this.block)
    return this.reshape(reduceMean(this.builder, rows, [1], false), count, channels)
  }
}

/** A window of stride 1 without pads. */
function planeWindow(kernel: readonly [number, number]): Window {
  return { kernel, strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] }
}
