import type { Graph } from '../graph/types.ts'
import type { ParameterSpec } from '../network.ts'
import { addClassifier } from './classifier.ts'
import { NetworkBuilder } from './network-builder.ts'
import { type Scaling, scaledChannels, scaledRepeats } from './scaling.ts'
import type { Architecture, BuildOptions } from './types.ts'
import type { Padding } from './variant.ts'

interface Stage {
  readonly expansion: number
  readonly kernel: number
  readonly stride: number
  readonly inputs: number
  readonly channels: number
  readonly repeats: number
}

/** EfficientNet-B0's stages of inverted residual blocks (Tan and Le 2019, table 1). */
const stages: readonly Stage[] = [
  { expansion: 1, kernel: 3, stride: 1, inputs: 32, channels: 16, repeats: 1 },
  { expansion: 6, kernel: 3, stride: 2, inputs: 16, channels: 24, repeats: 2 },
  { expansion: 6, kernel: 5, stride: 2, inputs: 24, channels: 40, repeats: 2 },
  { expansion: 6, kernel: 3, stride: 2, inputs: 40, channels: 80, repeats: 3 },
  { expansion: 6, kernel: 5, stride: 1, inputs: 80, channels: 112, repeats: 3 },
  { expansion: 6, kernel: 5, stride: 2, inputs: 112, channels: 192, repeats: 4 },
  { expansion: 6, kernel: 3, stride: 1, inputs: 192, channels: 320, repeats: 1 },
]

/** Stages 0 … that count as the first of three groups for differential rates. */
const firstStages = 3

interface Configuration extends Scaling {
  readonly name: string
  readonly size: number
  readonly dropout: number
  /** Of batch normalisation, as torchvision sets it. */
  readonly epsilon: number
  /** Of the running statistics, PyTorch's convention: the share of the new batch. */
  readonly momentum: number
}

const small = { epsilon: 1e-5, momentum: 0.1 }
const large = { epsilon: 1e-3, momentum: 0.01 }

/** Width, depth, input size and dropout of the published networks. */
const configurations: readonly Configuration[] = [
  { name: 'efficientnet-b0', width: 1.0, depth: 1.0, size: 224, dropout: 0.2, ...small },
  { name: 'efficientnet-b1', width: 1.0, depth: 1.1, size: 240, dropout: 0.2, ...small },
  { name: 'efficientnet-b2', width: 1.1, depth: 1.2, size: 260, dropout: 0.3, ...small },
  { name: 'efficientnet-b3', width: 1.2, depth: 1.4, size: 300, dropout: 0.3, ...small },
  { name: 'efficientnet-b4', width: 1.4, depth: 1.8, size: 380, dropout: 0.4, ...small },
  { name: 'efficientnet-b5', width: 1.6, depth: 2.2, size: 456, dropout: 0.4, ...large },
  { name: 'efficientnet-b6', width: 1.8, depth: 2.6, size: 528, dropout: 0.5, ...large },
  { name: 'efficientnet-b7', width: 2.0, depth: 3.1, size: 600, dropout: 0.5, ...large },
]

/** Stochastic depth of the last block; it grows from 0 linearly with depth. */
const defaultStochasticDepth = 0.2

const classifier = {
  name: 'classifier.1',
  start: (_: number, outputs: number) => ({ weight: 1 / Math.sqrt(outputs), bias: 0 }),
}

class EfficientNetWriter {
  readonly #layers: NetworkBuilder
  readonly #epsilon: number
  readonly #padding: Padding

  constructor(layers: NetworkBuilder, epsilon: number, padding: Padding = 'symmetric') {
    this.#layers = layers
    this.#epsilon = epsilon
    this.#padding = padding
  }

  /** Convolution, batch normalisation and, unless `linear`, the SiLU. */
  unit(x: string, name: string, channels: number, kernel: number, stride = 1, group = 1, linear = false): string {
    const convolved = this.#layers.convolution(x, `${name}.0`, channels, {
      ...{ kernel, stride, group },
      padding: this.#padding,
    })
    const normalised = this.#layers.batchNorm(convolved, `${name}.1`, this.#epsilon)
    return linear ? normalised : this.#layers.silu(normalised)
  }

  #squeezeExcitation(x: string, name: string, squeezed: number): string {
    const channels = this.#layers.channelsOf(x)
    const pooled = this.#layers.op('GlobalAveragePool', x)
    const reduced = this.#layers.convolution(pooled, `${name}.fc1`, squeezed, { kernel: 1, bias: true })
    const restored = this.#layers.convolution(this.#layers.silu(reduced), `${name}.fc2`, channels, {
      kernel: 1,
      bias: true,
    })
    return this.#layers.op('Mul', x, this.#layers.op('Sigmoid', restored))
  }

  block(x: string, name: string, stage: Stage, channels: number, stride: number, stochasticDepth: number): string {
    const inputs = this.#layers.channelsOf(x)
    const expanded = scaledChannels(inputs * stage.expansion, 1)
    let part = 0
    const next = () => `${name}.block.${part++}`
    let y = expanded === inputs ? x : this.unit(x, next(), expanded, 1)
    y = this.unit(y, next(), expanded, stage.kernel, stride, expanded)
    y = this.#squeezeExcitation(y, next(), Math.max(1, Math.floor(inputs / 4)))
    y = this.unit(y, next(), channels, 1, 1, 1, true)
    if (stride !== 1 || inputs !== channels) return y
    return this.#layers.op('Add', this.#layers.noise('StochasticDepth', y, stochasticDepth), x)
  }
}

function write(
  configuration: Configuration,
  options: BuildOptions,
): { graph: Graph; parameters: readonly ParameterSpec[] } {
  const { width, depth } = options.scaling
  const layers = new NetworkBuilder(configuration.name, options.size, options.auxiliary)
  const writer = new EfficientNetWriter(layers, options.epsilon ?? configuration.epsilon, options.padding)
  const stochasticDepth = options.stochasticDepth ?? defaultStochasticDepth
  const blocks = stages.reduce((sum, stage) => sum + scaledRepeats(stage.repeats, depth), 0)
  let x = writer.unit('image', 'features.0', scaledChannels(32, width), 3, 2)
  let done = 0
  for (const [index, stage] of stages.entries()) {
    layers.group = index < firstStages ? 'first' : 'middle'
    for (let i = 0; i < scaledRepeats(stage.repeats, depth); i++) {
      const channels = scaledChannels(stage.channels, width)
      const name = `features.${index + 1}.${i}`
      x = writer.block(x, name, stage, channels, i === 0 ? stage.stride : 1, (stochasticDepth * done) / blocks)
      done++
    }
  }
  x = writer.unit(x, `features.${stages.length + 1}`, 4 * layers.channelsOf(x), 1)
  return layers.finish(addClassifier(layers, x, { ...classifier, dropout: configuration.dropout }, options))
}

export const efficientNets: readonly Architecture[] = configurations.map((configuration) => ({
  name: configuration.name,
  family: 'efficientnet',
  inputSize: configuration.size,
  scaling: { width: configuration.width, depth: configuration.depth },
  statisticsMomentum: configuration.momentum,
  write: (options) => write(configuration, options),
}))
