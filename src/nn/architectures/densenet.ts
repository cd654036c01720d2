import { addClassifier, linearStart } from './classifier.ts'
import { NetworkBuilder } from './network-builder.ts'
import { scaledChannels, scaledRepeats } from './scaling.ts'
import type { Architecture, BuildOptions } from './types.ts'

interface Configuration {
  readonly name: string
  /** Layers of the four dense blocks. */
  readonly blocks: readonly [number, number, number, number]
  /** Channels that a layer adds. */
  readonly growth: number
}

/** Huang 2017, table 1. */
const configurations: readonly Configuration[] = [{ name: 'densenet-201', blocks: [6, 12, 48, 32], growth: 32 }]

/** Channels between a layer's two convolutions, in growths. */
const bottleneck = 4

const classifier = {
  name: 'classifier',
  dropout: 0,
  start: (inputs: number) => ({ weight: linearStart(inputs).weight, bias: 0 }),
}

class DenseWriter {
  readonly #layers: NetworkBuilder
  readonly #growth: number

  constructor(layers: NetworkBuilder, growth: number) {
    this.#layers = layers
    this.#growth = growth
  }

  normalised(x: string, name: string): string {
    return this.#layers.op('Relu', this.#layers.batchNorm(x, name))
  }

  /** The maps so far, with those that one layer makes of them all. Where stochastic depth leaves the layer out, a
   *  photograph's new maps are 0. */
  layer(x: string, name: string, stochasticDepth: number): string {
    const narrow = this.#layers.convolution(this.normalised(x, `${name}.norm1`), `${name}.conv1`, this.#narrow, {
      kernel: 1,
      fan: 'in',
    })
    const added = this.#layers.convolution(this.normalised(narrow, `${name}.norm2`), `${name}.conv2`, this.#growth, {
      kernel: 3,
      fan: 'in',
    })
    return this.#layers.concat(x, this.#layers.noise('StochasticDepth', added, stochasticDepth))
  }

  get #narrow(): number {
    return bottleneck * this.#growth
  }

  /** Half the channels, half the size. */
  transition(x: string, name: string): string {
    const channels = Math.floor(this.#layers.channelsOf(x) / 2)
    const normalised = this.normalised(x, `${name}.norm`)
    return this.#layers.averagePool(
      this.#layers.convolution(normalised, `${name}.conv`, channels, { kernel: 1, fan: 'in' }),
      2,
    )
  }
}

/** Width scales the growth, to multiples of 4, and depth the layers of a block. */
function write({ name, blocks, growth }: Configuration, options: BuildOptions) {
  const { width, depth } = options.scaling
  const layers = new NetworkBuilder(name, options.size, options.auxiliary)
  const writer = new DenseWriter(layers, scaledChannels(2 * growth, width) / 2)
  const repeats = blocks.map((count) => scaledRepeats(count, depth))
  const last = repeats.reduce((sum, count) => sum + count) - 1
  const stem = layers.convolution('image', 'features.conv0', scaledChannels(2 * growth, width), {
    kernel: 7,
    stride: 2,
    fan: 'in',
  })
  let x = layers.maxPool(writer.normalised(stem, 'features.norm0'), 3, 2, 1)
  let done = 0
  for (const [block, count] of repeats.entries()) {
    layers.group = block < 2 ? 'first' : 'middle'
    for (let i = 1; i <= count; i++) {
      const share = ((options.stochasticDepth ?? 0) * done++) / last
      x = writer.layer(x, `features.denseblock${block + 1}.denselayer${i}`, share)
    }
    if (block < repeats.length - 1) x = writer.transition(x, `features.transition${block + 1}`)
  }
  return layers.finish(addClassifier(layers, writer.normalised(x, 'features.norm5'), classifier, options))
}

export const denseNets: readonly Architecture[] = configurations.map((configuration) => ({
  name: configuration.name,
  family: 'densenet',
  inputSize: 224,
  scaling: { width: 1, depth: 1 },
  statisticsMomentum: 0.1,
  write: (options) => write(configuration, options),
}))
