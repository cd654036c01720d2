import { GraphBuilder } from '../graph/builder.ts'
import { float, type Graph, int, internalDomain, ints } from '../graph/types.ts'
import type { Initial, ParameterGroup, ParameterRole, ParameterSpec } from '../network.ts'
import type { Shape } from '../tensor.ts'

export interface ConvolutionOptions {
  readonly kernel: number
  readonly stride?: number
  readonly group?: number
  readonly bias?: boolean
}

/** Writes a network layer by layer, under torchvision's parameter names. The image is one photograph: layers do not
 *  depend on how many there are. */
export class NetworkBuilder {
  readonly #graph: GraphBuilder
  readonly #parameters: ParameterSpec[] = []
  /** Group of the parameters that come next. */
  group: ParameterGroup = 'first'

  constructor(name: string, size: number) {
    this.#graph = new GraphBuilder(name)
    this.#graph.input('image', { type: 'float32', shape: [1, 3, size, size] }, ['n', 3, size, size])
  }

  shapeOf(value: string): Shape {
    return this.#graph.shapeOf(value)
  }

  #parameter(name: string, shape: Shape, initial: Initial, role: ParameterRole = 'trainable'): string {
    this.#parameters.push({ name, shape, role, group: this.group, initial })
    return this.#graph.input(name, { type: 'float32', shape })
  }

  /** "Same" padding for odd kernels: (kernel-1)/2 on every side. Kaiming normal by fan-out, as torchvision starts. */
  convolution(x: string, name: string, channels: number, options: ConvolutionOptions): string {
    const { kernel, stride = 1, group = 1, bias = false } = options
    const inputs = this.shapeOf(x)[1] as number
    const deviation = Math.sqrt(2 / ((channels * kernel * kernel) / group))
    const weight = this.#parameter(`${name}.weight`, [channels, inputs / group, kernel, kernel], {
      kind: 'normal',
      deviation,
    })
    const biases = bias ? [this.#parameter(`${name}.bias`, [channels], { kind: 'zeros' })] : []
    const pad = (kernel - 1) / 2
    return this.#graph.op('Conv', [x, weight, ...biases], {
      kernel_shape: ints([kernel, kernel]),
      strides: ints([stride, stride]),
      dilations: ints([1, 1]),
      pads: ints([pad, pad, pad, pad]),
      group: int(group),
    })
  }

  batchNorm(x: string, name: string, epsilon: number): string {
    const shape = [this.shapeOf(x)[1] as number]
    const inputs = [
      this.#parameter(`${name}.weight`, shape, { kind: 'ones' }),
      this.#parameter(`${name}.bias`, shape, { kind: 'zeros' }),
      this.#parameter(`${name}.running_mean`, shape, { kind: 'zeros' }, 'statistic'),
      this.#parameter(`${name}.running_var`, shape, { kind: 'ones' }, 'statistic'),
    ]
    return this.#graph.op('BatchNormalization', [x, ...inputs], { epsilon: float(epsilon) })
  }

  /** Weights [channels, inputs], uniform within 1/√channels as torchvision starts EfficientNet's. */
  linear(x: string, name: string, channels: number): string {
    const inputs = this.shapeOf(x)[1] as number
    const weight = this.#parameter(`${name}.weight`, [channels, inputs], {
      kind: 'uniform',
      bound: 1 / Math.sqrt(channels),
    })
    const bias = this.#parameter(`${name}.bias`, [channels], { kind: 'zeros' })
    return this.#graph.op('Gemm', [x, weight, bias], { transB: int(1) })
  }

  silu(x: string): string {
    return this.#graph.op('Mul', [x, this.#graph.op('Sigmoid', [x])])
  }

  op(type: string, ...inputs: readonly string[]): string {
    return this.#graph.op(type, inputs)
  }

  /** A place where training leaves out a share of the units, or of the photographs' whole branches. */
  noise(kind: 'Dropout' | 'StochasticDepth', x: string, ratio: number): string {
    return ratio > 0 ? this.#graph.op(kind, [x], { ratio: float(ratio) }, internalDomain) : x
  }

  finish(logits: string): { graph: Graph; parameters: readonly ParameterSpec[] } {
    this.#graph.node('Identity', [logits], { outputs: ['logits'] })
    this.#graph.output('logits', ['n', this.shapeOf('logits')[1] as number])
    return { graph: this.#graph.build(), parameters: this.#parameters }
  }
}
