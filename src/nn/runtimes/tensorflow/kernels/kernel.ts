import type { Tensor } from '@tensorflow/tfjs-core'
import type { GraphNode } from '../../../graph/types.ts'

/** TensorFlow.js as each of its packages gives it: the functions are the same, the backend behind them is not. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core')

/** What a kernel may look at. Input positions count from 0; shapes are concrete. */
export interface KernelContext {
  readonly tf: TensorFlow
  readonly node: GraphNode
  /** Whether the node has that input. */
  has(input: number): boolean
  /** Throws `AppError('model_unreadable')` where the input is left out. */
  input(input: number): Tensor
  /** The values of an input that says how to compute, such as axes or a shape. */
  numbers(input: number): readonly number[]
  /** Shape of an output by the operator's own rule. */
  shape(output?: number): number[]
}

/** Computes a node's output, or outputs. Whatever else it makes is freed for it, and its inputs are not its to free. */
export type Kernel = (context: KernelContext) => Tensor | Tensor[]

/** Kernels by operator; `DOMAIN.TYPE` for those that are not ONNX's own. */
export type KernelTable = Readonly<Record<string, Kernel>>
