import { auxiliaryName } from '../auxiliary.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { type Attributes, float, type Graph, int, internalDomain, ints } from '../graph/types.ts'
import type { Initial, ParameterGroup, ParameterRole, ParameterSpec } from '../network.ts'
import type { Shape } from '../tensor.ts'
import type { Padding } from './variant.ts'

export interface ConvolutionOptions {
  readonly kernel: number
  readonly stride?: number
  readonly group?: number
  readonly bias?: boolean
  /** Whether the start keeps the variance of what goes in or of the gradients that come back; those, unless told. */
  readonly fan?: 'in' | 'out'
  readonly padding?: Padding
}

/** Writes a network layer by layer, under torchvision's parameter names. The image is one photograph: layers do not
 *  depend on how many there are. */
export class NetworkBuilder {
  readonly #graph: GraphBuilder
  readonly #parameters: ParameterSpec[] = []
  readonly #auxiliary: ParameterSpec[] | undefined
  /** Group of the parameters that come next. */
  group: ParameterGroup = 'first'

  /** `auxiliary`: every batch normalisation gets a second set of parameters, named `….aux.…`, that no node of the graph
   *  uses; the training step does. */
  constructor(name: string, size: number, auxiliary = false) {
    this.#graph = new GraphBuilder(name)
    this.#graph.input('image', { type: 'float32', shape: [1, 3, size, size] }, ['n', 3, size, size])
    this.#auxiliary = auxiliary ? [] : undefined
  }

  shapeOf(value: string): Shape {
    return this.#graph.shapeOf(value)
  }

  channelsOf(value: string): number {
    return this.shapeOf(value)[1] as number
  }

  #parameter(name: string, shape: Shape, initial: Initial, role: ParameterRole = 'trainable'): string {
    this.#parameters.push({ name, shape, role, group: this.group, initial })
    return this.#graph.input(name, { type: 'float32', shape })
  }

  /** "Same" padding for odd kernels: (kernel-1)/2 on every side. Kaiming normal as PyTorch counts it: the fan-out of a
   *  grouped convolution is that of all groups together. */
  convolution(x: string, name: string, channels: number, options: ConvolutionOptions): string {
    const { kernel, stride = 1, group = 1, bias = false, fan = 'out' } = options
    const inputs = this.channelsOf(x) / group
    const deviation = Math.sqrt(2 / ((fan === 'out' ? channels : inputs) * kernel * kernel))
    const weight = this.#parameter(`${name}.weight`, [channels, inputs, kernel, kernel], { kind: 'normal', deviation })
    const biases = bias ? [this.#parameter(`${name}.bias`, [channels], { kind: 'zeros' })] : []
    const pads = options.padding === 'same' ? samePads(this.shapeOf(x), kernel, stride) : (kernel - 1) / 2
    return this.#graph.op('Conv', [x, weight, ...biases], {
      ...windowOf(kernel, stride, pads),
      dilations: ints([1, 1]),
      group: int(group),
    })
  }

  /** Over channels, of a map or of a vector. */
  batchNorm(x: string, name: string, epsilon = 1e-5): string {
    const shape = [this.channelsOf(x)]
    const specs = [
      ['weight', 'ones', 'trainable'],
      ['bias', 'zeros', 'trainable'],
      ['running_mean', 'zeros', 'statistic'],
      ['running_var', 'ones', 'statistic'],
    ] as const
    const inputs = specs.map(([part, kind, role]) => this.#parameter(`${name}.${part}`, shape, { kind }, role))
    for (const [index, [, kind, role]] of specs.entries()) {
      const own = auxiliaryName(inputs[index] as string)
      this.#auxiliary?.push({ name: own, shape, role, group: this.group, initial: { kind } })
    }
    return this.#graph.op('BatchNormalization', [x, ...inputs], { epsilon: float(epsilon) })
  }

  /** Weights [channels,inputs] and biases, uniform within the bounds. */
  linear(x: string, name: string, channels: number, start: LinearStart): string {
    const uniform = (bound: number): Initial => (bound === 0 ? { kind: 'zeros' } : { kind: 'uniform', bound })
    const weight = this.#parameter(`${name}.weight`, [channels, this.channelsOf(x)], uniform(start.weight))
    const bias = this.#parameter(`${name}.bias`, [channels], uniform(start.bias))
    return this.#graph.op('Gemm', [x, weight, bias], { transB: int(1) })
  }

  silu(x: string): string {
    return this.#graph.op('Mul', [x, this.#graph.op('Sigmoid', [x])])
  }

  maxPool(x: string, kernel: number, stride: number, pad: number): string {
    return this.#graph.op('MaxPool', [x], windowOf(kernel, stride, pad))
  }

  averagePool(x: string, kernel: number): string {
    return this.#graph.op('AveragePool', [x], windowOf(kernel, kernel, 0))
  }

  /** Along channels. */
  concat(...inputs: readonly string[]): string {
    return this.#graph.op('Concat', inputs, { axis: int(1) })
  }

  op(type: string, ...inputs: readonly string[]): string {
    return this.#graph.op(type, inputs)
  }

  /** A place where training leaves out a share of the units, or of the photographs' whole branches. In single precision,
   *  as a file has it: the masks are the same for a network that was read again. */
  noise(kind: 'Dropout' | 'StochasticDepth', x: string, ratio: number): string {
    return ratio > 0 ? this.#graph.op(kind, [x], { ratio: float(Math.fround(ratio)) }, internalDomain) : x
  }

  finish(logits: string): { graph: Graph; parameters: readonly ParameterSpec[] } {
    this.#graph.node('Identity', [logits], { outputs: ['logits'] })
    this.#graph.output('logits', ['n', this.channelsOf('logits')])
    const auxiliary = this.#auxiliary ?? []
    for (const { name, shape } of auxiliary) this.#graph.input(name, { type: 'float32', shape })
    return { graph: this.#graph.build(), parameters: [...this.#parameters, ...auxiliary] }
  }
}

/** Largest absolute value that a layer's weights and biases start from. */
export interface LinearStart {
  readonly weight: number
  readonly bias: number
}

/** `pad`: on every side, or top, left, bottom, right. */
function windowOf(kernel: number, stride: number, pad: number | readonly number[]): Attributes {
  const pads = typeof pad === 'number' ? [pad, pad, pad, pad] : pad
  return { kernel_shape: ints([kernel, kernel]), strides: ints([stride, stride]), pads: ints(pads) }
}

/** TensorFlow's, top, left, bottom, right: what the last window lacks, half of it before and the rest behind. */
function samePads([, , ...sides]: Shape, kernel: number, stride: number): readonly number[] {
  const lacking = sides.map((side) => Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0))
  return [...lacking.map((total) => Math.floor(total / 2)), ...lacking.map((total) => Math.ceil(total / 2))]
}
