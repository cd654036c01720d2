import type { GraphBuilder } from '../graph/builder.ts'
import type { GraphNode, ValueType } from '../graph/types.ts'

/** What a shape rule may look at. Input positions count from 0. */
export interface InferContext {
  readonly node: GraphNode
  readonly opset: number
  /** Channels a block of the blocked layout that the graph is written for. */
  readonly block: number
  has(input: number): boolean
  /** Throws `AppError('model_unreadable')` where the input is left out. */
  type(input: number): ValueType
  /** The values of an input that is known before the graph runs, such as a Reshape's target. */
  constant(input: number): readonly number[] | undefined
}

/** What a gradient rule may look at; it writes its nodes with `builder`. */
export interface GradientContext {
  readonly builder: GraphBuilder
  readonly node: GraphNode
  /** The loss's gradient by one output, undefined where nothing depends on it. */
  gradient(output: number): string | undefined
  /** Whether the gradient by that input is wanted; a rule may give more than is wanted. */
  needs(input: number): boolean
  input(input: number): string
  inputType(input: number): ValueType
}

/** One operator: its shape rule, and where it has them its gradient and its spelling in plain ONNX. */
export interface Operator {
  readonly type: string
  /** '' for ONNX's own. */
  readonly domain: string
  /** Type and shape of every output. Throws `AppError('model_unreadable')` for impossible inputs. */
  infer(context: InferContext): readonly ValueType[]
  /** Gradient by each input, undefined where there is none. */
  gradient?(context: GradientContext): readonly (string | undefined)[]
  /** Writes it as other ONNX nodes and gives the names of its outputs. An internal operator is never run otherwise; one of
   *  ONNX's own is where it has no kernel besides ONNX Runtime's. */
  lower?(builder: GraphBuilder, node: GraphNode): readonly string[]
}
