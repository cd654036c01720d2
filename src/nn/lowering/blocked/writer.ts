import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import { int, text, type ValueType } from '../../graph/types.ts'
import { blockedDomain } from '../../operators/blocked.ts'
import { sameShape } from '../../operators/broadcast.ts'
import { windowAttributes } from '../../operators/convolution.ts'
import type { Window } from '../../operators/convolution-shape.ts'
import { reduceMean } from '../../operators/reduction.ts'
import type { Shape } from '../../tensor.ts'

/** An image that is written only when it is asked for: scale·image + shift, with one scale and shift a channel,
 *  [padded channels], or a photograph and channel, [n, padded channels]. What follows may take its factors over instead. */
export interface Affine {
  /** In blocks. */
  readonly image: string
  readonly scale: string
  readonly shift: string | undefined
  /** The value whose blocks `image` is, where it may be computed again. */
  readonly source?: string
}

/** What a blocked convolution can do to its result before it is written. */
export interface Finish {
  /** An image in blocks to be added; its buffer becomes the result's where nothing else needs it. */
  readonly sum?: string
  readonly activation?: 'Relu'
}

/** An image that one convolution will write when it is asked for; what follows may be part of that. */
export interface Pending {
  /** Whether it takes no sum any more. */
  readonly summed: boolean
  write(finish: Finish): string
}

/** scale·image with one scale a channel, [c], as batch normalisation's gradient comes; the weights of the convolution
 *  that follows take the scale over. */
export interface Scaled {
  readonly image: string
  readonly scale: string
}

/** Vectors of one batch normalisation, [padded channels]. */
export interface Normalisation {
  /** Of the image as it was computed, its shift subtracted. */
  readonly average: string
  /** 1/σ. */
  readonly inverse: string
  /** scale/σ. */
  readonly factor: string
}

/** Of an image as it was computed, [padded channels]. */
export interface Moments {
  readonly average: string
  /** Mean of the squares. */
  readonly square: string
}

type Image = [count: number, channels: number, height: number, width: number]

/** Keeps, for each value of the logical graph, the forms it has been written in: plain, in blocks of channels
 *  [n, c/b, h, w, b] with channels padded by zeros, or not yet. */
export class BlockedWriter {
  readonly builder: GraphBuilder
  readonly block: number
  readonly plainNames = new Map<string, string>([['', '']])
  readonly blockedNames = new Map<string, string>()
  /** Values with channels last, [n, h, w, c]. */
  readonly lastNames = new Map<string, string>()
  readonly affines = new Map<string, Affine>()
  readonly pending = new Map<string, Pending>()
  readonly scaled = new Map<string, Scaled>()
  /** How to compute a value's blocks a second time, for values that are cheaper to compute again than to keep. */
  readonly repeats = new Map<string, () => string>()
  readonly #repeated = new Map<string, string>()
  /** Images that are others side by side, by name. */
  readonly joins = new Map<string, readonly string[]>()
  readonly moments = new Map<string, Moments>()
  /** Values [n,c,1,1] spread over planes, by the name of the image they make. */
  readonly spreads = new Map<string, string>()
  /** Images that only batch normalisation sees: a guess of their mean may be subtracted while they are computed, so that
   *  the squares of what is left can be summed without loss. */
  readonly shiftable: ReadonlySet<string>
  /** What was subtracted, [padded channels], by the image's name. */
  readonly guesses = new Map<string, string>()
  /** Means of images, [c]. */
  readonly means = new Map<string, string>()
  /** By the logical name of a batch's variance: what else its normalisation has worked out, padded, for its gradient. */
  readonly normalisations = new Map<string, Normalisation>()
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
    return [this.blockedNames, this.affines, this.pending, this.scaled, this.spreads].some((form) => form.has(value))
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
    const known = this.plainNames.get(value)
    if (known !== undefined) return known
    const name = this.#unblocked(value, this.blocked(value))
    this.plainNames.set(value, name)
    return name
  }

  /** The same for a gradient, see `again`. */
  plainAgain(value: string): string {
    return this.repeats.has(value) ? this.#unblocked(value, this.again(value)) : this.plain(value)
  }

  #unblocked(value: string, blocks: string): string {
    return this.builder.op('ReorderOutput', [blocks], { channels: int(this.imageShape(value)[1]) }, blockedDomain)
  }

  /** The value in blocks, channels padded. */
  blocked(value: string): string {
    const known = this.blockedNames.get(value)
    if (known !== undefined) return known
    const name = this.#write(value)
    this.blockedNames.set(value, name)
    return name
  }

  /** The value in blocks for a gradient, long after the forward pass has used it: maps and activations are computed anew,
   *  so that of all images only what convolutions gave is kept in between. One of three remains of SiLU's networks. */
  again(value: string): string {
    const known = this.#repeated.get(value)
    if (known !== undefined) return known
    const affine = this.affines.get(value)
    const repeat = this.repeats.get(value)
    if (repeat === undefined && affine === undefined) return this.blocked(value)
    const name = repeat?.() ?? this.#mapAgain(affine as Affine)
    this.#repeated.set(value, name)
    return name
  }

  #mapAgain({ image, scale, shift, source }: Affine): string {
    return this.scaleImage(source === undefined ? image : this.again(source), scale, shift)
  }

  /** How the value will be written by one convolution, if it is still to be written and will be so. */
  pendingOf(value: string): Pending | undefined {
    if (this.blockedNames.has(value)) return undefined
    const affine = this.affines.get(value)
    if (affine === undefined) return this.pending.get(value)
    return {
      summed: false,
      write: (finish) => this.scaleImage(affine.image, affine.scale, affine.shift, finish),
    }
  }

  #write(value: string): string {
    const pending = this.pendingOf(value)
    if (pending !== undefined) return pending.write({})
    const scaled = this.scaled.get(value)
    if (scaled !== undefined) {
      return this.scaleImage(scaled.image, this.channelVector(scaled.scale))
    }
    const spread = this.spreads.get(value)
    return spread === undefined
      ? this.builder.op('ReorderInput', [this.plain(value)], {}, blockedDomain)
      : this.#spreadImage(value, this.perPlane(spread))
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
