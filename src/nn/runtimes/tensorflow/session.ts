import type { Tensor as NativeTensor } from '@tensorflow/tfjs-core'
import { AppError, asAppError } from '#shared/errors.ts'
import type { Graph } from '../../graph/types.ts'
import { findOperator } from '../../operators/registry.ts'
import { numbersOf, type Tensor, type TensorMap } from '../../tensor.ts'
import type { Session } from '../types.ts'
import type { KernelContext, TensorFlow } from './kernels/kernel.ts'
import { type PlannedNode, planGraph } from './plan.ts'
import { fromNative, toNative } from './values.ts'

/** Walks a graph node by node with TensorFlow's kernels. Constants become tensors where a kernel first takes them as
 *  such, and stay; everything else is gone when a run ends. */
export class TensorflowSession implements Session {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly #tf: TensorFlow
  readonly #graph: Graph
  readonly #nodes: readonly PlannedNode[]
  readonly #constants = new Map<string, NativeTensor>()
  readonly partial = false
  #closed = false

  /** Throws `AppError('operator_unsupported')`. */
  constructor(tf: TensorFlow, graph: Graph) {
    this.#tf = tf
    this.#graph = graph
    this.#nodes = planGraph(graph)
    this.inputs = graph.inputs.map(({ name }) => name)
    this.outputs = graph.outputs.map(({ name }) => name)
  }

  async run(feeds: ReadonlyMap<string, Tensor>, into: ReadonlyMap<string, Tensor> = new Map()): Promise<TensorMap> {
    if (this.#closed) throw new AppError('compute_failed', 'The session has been closed.')
    const values = new Map<string, NativeTensor>()
    try {
      for (const name of this.inputs) values.set(name, this.#fed(feeds, name))
      for (const planned of this.#nodes) this.#compute(planned, values)
      const results: TensorMap = new Map()
      for (const { name, type } of this.#graph.outputs) {
        const value = await fromNative(values.get(name) ?? this.#constant(name), type)
        const target = into.get(name)
        if (target !== undefined) write(value, target, name)
        results.set(name, target ?? value)
      }
      return results
    } finally {
      for (const value of values.values()) value.dispose()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const constant of this.#constants.values()) constant.dispose()
    this.#constants.clear()
  }

  #fed(feeds: ReadonlyMap<string, Tensor>, name: string): NativeTensor {
    const tensor = feeds.get(name)
    if (tensor === undefined) throw new AppError('compute_failed', `The graph's input ${name} is missing.`)
    return toNative(this.#tf, tensor)
  }

  #constant(name: string): NativeTensor {
    const known = this.#constants.get(name)
    if (known !== undefined) return known
    const tensor = this.#graph.constants.get(name)
    if (tensor === undefined) throw new AppError('model_unreadable', `Nothing defines the value ${name}.`)
    const made = this.#tf.keep(toNative(this.#tf, tensor))
    this.#constants.set(name, made)
    return made
  }

  #compute({ node, kernel, done }: PlannedNode, values: Map<string, NativeTensor>): void {
    const tf = this.#tf
    try {
      const context = this.#contextOf(node, values)
      const outputs = tf.tidy(() => {
        const computed = kernel(context)
        const given = new Set(node.inputs.map((name) => values.get(name) ?? this.#constants.get(name)))
        // An input handed on gets a second handle, so that either can be freed.
        return (Array.isArray(computed) ? computed : [computed]).map((value) =>
          given.has(value) ? tf.clone(value) : value,
        )
      })
      for (const [index, value] of outputs.entries()) {
        const name = node.outputs[index] ?? ''
        if (name === '') value.dispose()
        else values.set(name, value)
      }
    } catch (cause) {
      const reason = asAppError(cause).message
      throw new AppError('compute_failed', `TensorFlow could not compute ${node.type} node ${node.name}: ${reason}`, {
        cause,
      })
    }
    for (const name of done) {
      values.get(name)?.dispose()
      values.delete(name)
    }
  }

  #contextOf(node: PlannedNode['node'], values: ReadonlyMap<string, NativeTensor>): KernelContext {
    const nameOf = (input: number) => node.inputs[input] ?? ''
    const has = (input: number) => nameOf(input) !== ''
    const input = (position: number) => values.get(nameOf(position)) ?? this.#constant(nameOf(position))
    const numbers = (position: number) => {
      const constant = this.#graph.constants.get(nameOf(position))
      return constant === undefined ? Array.from(input(position).dataSync()) : numbersOf(constant)
    }
    // Shapes do not depend on types.
    const type = (position: number) => {
      const known = this.#graph.constants.get(nameOf(position)) ?? input(position)
      return { type: 'float32', shape: known.shape } as const
    }
    const shape = (output = 0) => {
      const { opset } = this.#graph
      const types = findOperator(node.type, node.domain).infer({ node, opset, block: 1, has, type, constant: numbers })
      return [...(types[output]?.shape ?? [])]
    }
    return { tf: this.#tf, node, has, input, numbers, shape }
  }
}

function write(value: Tensor, target: Tensor, name: string): void {
  if (target.type !== value.type || target.data.length !== value.data.length) {
    throw new AppError('compute_failed', `The output ${name} does not fit the buffer that it was to be written to.`)
  }
  if (target.type === 'int64' && value.type === 'int64') target.data.set(value.data)
  else if (target.type !== 'int64' && value.type !== 'int64') target.data.set(value.data)
}
