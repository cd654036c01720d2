import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { foldedValues } from '../operators/folding.ts'
import { findOperator } from '../operators/registry.ts'
import type { InferContext } from '../operators/types.ts'
import { elementCount, integers, numbersOf, type Shape, scalar, type Tensor } from '../tensor.ts'
import type { Attributes, Graph, GraphNode, ValueInfo, ValueType } from './types.ts'

/** ONNX operator set that new graphs are written in. */
export const defaultOpset = 17

interface NodeOptions {
  /** Of the node itself, where it has one; kept as long as no other node bears it. */
  readonly name?: string
  readonly domain?: string
  readonly attributes?: Attributes
  /** Names of the outputs, where they matter; else they are made. */
  readonly outputs?: readonly string[]
  /** How many outputs, where their names do not matter. */
  readonly count?: number
}

/** Writes a graph node by node and knows the type and shape of every value in it. */
export class GraphBuilder {
  readonly opset: number
  readonly #block: number
  readonly #name: string
  readonly #nodes: GraphNode[] = []
  readonly #constants = new Map<string, Tensor>()
  readonly #constantNames = new Map<string, string>()
  readonly #inputs: ValueInfo[] = []
  readonly #outputs: ValueInfo[] = []
  readonly #types = new Map<string, ValueType>()
  readonly #nodeNames = new Set<string>()
  readonly #folded = new Map<string, readonly number[]>()
  #made = 0

  /** `block`: channels a block of the processor's blocked layout (16 with AVX-512, 8 with AVX), for a graph that is written in it. */
  constructor(name: string, opset: number = defaultOpset, block = 1) {
    this.#name = name
    this.#block = block
    this.opset = opset
  }

  get nodes(): readonly GraphNode[] {
    return this.#nodes
  }

  /** Declares a graph input. `declared` is the shape its file shows, where that has free dimensions. */
  input(name: string, type: ValueType, declared: ValueInfo['shape'] = type.shape): string {
    this.#define(name, type)
    this.#inputs.push({ name, type: type.type, shape: declared })
    return name
  }

  /** A constant. Small unnamed ones with equal content share one name. */
  constant(tensor: Tensor, name?: string): string {
    if (name === undefined && tensor.data.length <= 64) {
      const key = `${tensor.type}[${tensor.shape}]${numbersOf(tensor)}`
      const known = this.#constantNames.get(key)
      if (known !== undefined) return known
      const made = this.#fresh('constant')
      this.#constantNames.set(key, made)
      return this.constant(tensor, made)
    }
    const own = name ?? this.#fresh('constant')
    this.#define(own, tensor)
    this.#constants.set(own, tensor)
    return own
  }

  scalar(value: number): string {
    return this.constant(scalar(value))
  }

  integers(...values: readonly number[]): string {
    return this.constant(integers(values))
  }

  /** Adds a node and gives the names of its outputs. Throws `AppError('operator_unsupported')` for an unknown type. */
  node(type: string, inputs: readonly string[], options: NodeOptions = {}): readonly string[] {
    const domain = options.domain ?? ''
    const outputs = options.outputs ?? Array.from({ length: options.count ?? 1 }, () => this.#fresh(type))
    const node: GraphNode = {
      name: this.#nodeName(options.name || `${type}:${this.#nodes.length}`),
      type,
      domain,
      inputs,
      outputs,
      attributes: options.attributes ?? {},
    }
    const context: InferContext = {
      node,
      opset: this.opset,
      block: this.#block,
      has: (index) => (inputs[index] ?? '') !== '',
      type: (index) => this.typeOf(inputs[index] ?? ''),
      constant: (index) => this.valuesOf(inputs[index] ?? ''),
    }
    const types = findOperator(type, domain).infer(context)
    for (const [index, output] of outputs.entries()) {
      const valueType = types[index]
      if (output === '') continue
      if (valueType === undefined) {
        throw new AppError(
          'model_unreadable',
          `${shortened(type)} node ${shortened(node.name)} has no output number ${index}.`,
        )
      }
      this.#define(output, valueType)
    }
    this.#nodes.push(node)
    const [only] = types
    const values = outputs.length === 1 && only !== undefined ? foldedValues(context, only) : undefined
    if (values !== undefined) this.#folded.set(outputs[0] as string, values)
    return outputs
  }

  /** Adds a node of one output and gives its name. */
  op(type: string, inputs: readonly string[], attributes: Attributes = {}, domain = ''): string {
    return this.node(type, inputs, { attributes, domain })[0] as string
  }

  /** Declares a value as graph output under its own name. */
  output(name: string, declared?: ValueInfo['shape']): void {
    const { type, shape } = this.typeOf(name)
    this.#outputs.push({ name, type, shape: declared ?? shape })
  }

  /** Throws `AppError('model_unreadable')` for a value that nothing defines. */
  typeOf(name: string): ValueType {
    const type = this.#types.get(name)
    if (type === undefined)
      throw new AppError('model_unreadable', `Nothing in the graph defines the value ${shortened(name)}.`)
    return type
  }

  shapeOf(name: string): Shape {
    return this.typeOf(name).shape
  }

  constantOf(name: string): Tensor | undefined {
    return this.#constants.get(name)
  }

  /** The values of a constant, or of what follows from shapes and constants, as plain numbers. The nodes that compute it
   *  stay in the graph, which may be run with other free dimensions. */
  valuesOf(name: string): readonly number[] | undefined {
    const tensor = this.#constants.get(name)
    return tensor === undefined ? this.#folded.get(name) : numbersOf(tensor)
  }

  /** The name itself where no value bears it yet, else one made from it; '' stays. */
  freeName(name: string): string {
    return this.#types.has(name) ? this.#fresh(name) : name
  }

  build(): Graph {
    return {
      name: this.#name,
      opset: this.opset,
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: this.#constants,
      nodes: this.#nodes,
    }
  }

  #define(name: string, type: ValueType): void {
    if (this.#types.has(name)) throw new AppError('model_unreadable', `The value ${shortened(name)} is defined twice.`)
    // Rules may count on sane inputs: what a damaged file makes of them ends here.
    if (![...type.shape, elementCount(type.shape)].every((size) => Number.isSafeInteger(size) && size >= 0)) {
      throw new AppError('model_unreadable', `The value ${shortened(name)} has the impossible shape [${type.shape}].`)
    }
    this.#types.set(name, { type: type.type, shape: type.shape })
  }

  /** ONNX Runtime refuses two nodes of one name. */
  #nodeName(wanted: string): string {
    let name = wanted
    for (let copy = 2; this.#nodeNames.has(name); copy++) name = `${wanted}:${copy}`
    this.#nodeNames.add(name)
    return name
  }

  #fresh(prefix: string): string {
    for (;;) {
      const name = `${prefix}_${++this.#made}`
      if (!this.#types.has(name)) return name
    }
  }
}
