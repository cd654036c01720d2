import { addClassifier, linearStart } from './classifier.ts'
import { NetworkBuilder } from './network-builder.ts'
import { scaledChannels, scaledRepeats } from './scaling.ts'
import type { Architecture, BuildOptions } from './types.ts'

interface Configuration {
  readonly name: string
  /** Blocks of the four stages. */
  readonly blocks: readonly [number, number, number, number]
  /** Groups of a block's middle convolution, and the channels of each in the first stage; they double every stage. */
  readonly groups: number
  readonly groupWidth: number
}

/** ResNet-50 (He 2016, table 1) with its stride in the 3x3 convolution, as torchvision has it, and ResNeXt (Xie 2017). */
const configurations: readonly Configuration[] = [
  { name: 'resnet-50', blocks: [3, 4, 6, 3], groups: 1, groupWidth: 64 },
  { name: 'resnext-50-32x4d', blocks: [3, 4, 6, 3], groups: 32, groupWidth: 4 },
  { name: 'resnext-101-32x8d', blocks: [3, 4, 23, 3], groups: 32, groupWidth: 8 },
]

const classifier = { name: 'fc', dropout: 0, start: linearStart }

/** Channels of a bottleneck: between its convolutions, and after them. */
interface Widths {
  readonly inner: number
  readonly outer: number
}

/** Width scales the channels of each group, so that the groups stay as many as they are. */
function widthsOf({ groups, groupWidth }: Configuration, stage: number, width: number): Widths {
  const own = groupWidth * 2 ** stage
  const inner = groups === 1 ? scaledChannels(own, width) : groups * Math.max(1, Math.round(own * width))
  return { inner, outer: scaledChannels(256 * 2 ** stage, width) }
}

class ResidualWriter {
  readonly #layers: NetworkBuilder
  readonly #groups: number

  constructor(layers: NetworkBuilder, groups: number) {
    this.#layers = layers
    this.#groups = groups
  }

  block(x: string, name: string, { inner, outer }: Widths, stride: number, stochasticDepth: number): string {
    const shortcut =
      stride === 1 && this.#layers.channelsOf(x) === outer
        ? x
        : this.#unit(x, `${name}.downsample.0`, `${name}.downsample.1`, outer, { kernel: 1, stride })
    const layer = (value: string, place: number, channels: number, options: { kernel: number; stride?: number }) =>
      this.#unit(value, `${name}.conv${place}`, `${name}.bn${place}`, channels, options)
    let y = this.#layers.op('Relu', layer(x, 1, inner, { kernel: 1 }))
    y = this.#layers.op('Relu', layer(y, 2, inner, { kernel: 3, stride }))
    y = this.#layers.noise('StochasticDepth', layer(y, 3, outer, { kernel: 1 }), stochasticDepth)
    return this.#layers.op('Relu', this.#layers.op('Add', y, shortcut))
  }

  #unit(x: string, convolution: string, norm: string, channels: number, options: { kernel: number; stride?: number }) {
    const group = options.kernel === 1 ? 1 : this.#groups
    return this.#layers.batchNorm(this.#layers.convolution(x, convolution, channels, { ...options, group }), norm)
  }
}

function write(configuration: Configuration, options: BuildOptions) {
  const { width, depth } = options.scaling
  const layers = new NetworkBuilder(configuration.name, options.size, options.auxiliary)
  const writer = new ResidualWriter(layers, configuration.groups)
  const repeats = configuration.blocks.map((blocks) => scaledRepeats(blocks, depth))
  const last = repeats.reduce((sum, count) => sum + count) - 1
  const stem = layers.convolution('image', 'conv1', scaledChannels(64, width), { kernel: 7, stride: 2 })
  let x = layers.maxPool(layers.op('Relu', layers.batchNorm(stem, 'bn1')), 3, 2, 1)
  let done = 0
  for (const [stage, count] of repeats.entries()) {
    layers.group = stage < 2 ? 'first' : 'middle'
    const widths = widthsOf(configuration, stage, width)
    for (let i = 0; i < count; i++) {
      const share = ((options.stochasticDepth ?? 0) * done++) / last
      x = writer.block(x, `layer${stage + 1}.${i}`, widths, i === 0 && stage > 0 ? 2 : 1, share)
    }
  }
  return layers.finish(addClassifier(layers, x, classifier, options))
}

export const residualNetworks: readonly Architecture[] = configurations.map((configuration) => ({
  name: configuration.name,
  family: configuration.groups === 1 ? 'resnet' : 'resnext',
  inputSize: 224,
  scaling: { width: 1, depth: 1 },
  statisticsMomentum: 0.1,
  write: (options) => write(configuration, options),
}))
